"""Programmes: an action, and the groups that its séances may form. Refuses to mix territories."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backoffice.actions.models.facilitators import Facilitator
from backoffice.actions.queries import ActionQuerySet, OccurrenceGroupQuerySet
from backoffice.actions.values import SEATS
from backoffice.catalogue.enums import Openness
from backoffice.catalogue.models import Motif, TypeLabel
from backoffice.console.base.history import track
from backoffice.directory.models import Organisation, Venue
from backoffice.policies.models import Policy


class CollectiveAction(models.Model):
    """A named programme, recurring or one-off (a series of one), hosted by one organisation."""

    motif = models.ForeignKey(Motif, verbose_name="motif", on_delete=models.PROTECT, related_name="actions")
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="actions"
    )
    title = models.CharField("titre", max_length=120, help_text="Vu par les agents.")
    public_title = models.CharField(
        "titre public", max_length=120, blank=True, help_text="Vu par les usagers. Vide : le nom public du motif."
    )
    type_label = models.ForeignKey(
        TypeLabel,
        verbose_name="libellé dans les messages",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text="Vide : celui du motif.",
    )
    facilitators = models.ManyToManyField(
        Facilitator, verbose_name="animatrices et animateurs", blank=True, related_name="actions"
    )
    default_venue = models.ForeignKey(
        Venue, verbose_name="lieu habituel", on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    seats_override = models.PositiveSmallIntegerField(
        "places", null=True, blank=True, validators=SEATS, help_text="Vide : le nombre prévu par le motif."
    )
    policy = models.ForeignKey(
        Policy,
        verbose_name="politique d’inscription",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text="Ses règles s’ajoutent à celles du motif. Vide : celles du motif seulement.",
    )
    quotas = models.JSONField("places réservées", null=True, blank=True, editable=False)
    openness = models.CharField(
        "ouverte aux prescripteurs",
        max_length=10,
        choices=[("", "Comme le motif"), *Openness.choices],
        blank=True,
        default="",
        db_default="",
        help_text="Qui d’autre que l’organisation peut inscrire les personnes qu’elle suit.",
    )
    open_to = models.ManyToManyField(
        Organisation,
        verbose_name="organisations choisies",
        blank=True,
        related_name="actions_open_to_it",
        help_text="Utile seulement si l’action est ouverte aux organisations choisies.",
    )
    recurrence = models.TextField("répétition", blank=True, editable=False)
    repetition = models.JSONField(
        "réglages de la répétition", default=dict, blank=True, editable=False
    )  # what the form asked, so that a series can be extended as it was made
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = ActionQuerySet.as_manager()
    history = track(m2m_fields=[facilitators, open_to])

    class Meta:
        verbose_name = "action collective"
        verbose_name_plural = "actions collectives"
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_override__isnull=True) | Q(seats_override__gte=1),
                name="an_action_has_at_least_one_seat",
                violation_error_message="Il faut au moins une place.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        errors = {}
        if (
            self.motif_id
            and self.organisation_id
            and not self.motif.organisations.filter(pk=self.organisation_id).exists()
        ):
            errors["motif"] = (
                "Ce motif n’est pas partagé avec cette organisation. Ajoutez l’organisation au motif, ou choisissez un autre motif."
            )
        if (
            self.default_venue_id
            and self.organisation_id
            and self.default_venue.territory_id != self.organisation.territory_id
        ):
            errors["default_venue"] = "Ce lieu appartient à un autre territoire."
        if self.policy_id and self.organisation_id and self.policy.territory_id != self.organisation.territory_id:
            errors["policy"] = "Cette politique appartient à un autre territoire."
        if (
            self.type_label_id
            and self.organisation_id
            and self.type_label.territory_id != self.organisation.territory_id
        ):
            errors["type_label"] = "Ce libellé appartient à un autre territoire."
        if errors:
            raise ValidationError(errors)

    @property
    def own_policy(self) -> Policy | None:
        """The rules that it adds to its motif's, as long as they are not archived."""
        return None if self.policy is None or self.policy.is_archived else self.policy

    @property
    def shown_label(self) -> TypeLabel:
        """The word of messages: the action's own, otherwise the motif's."""
        return self.type_label if self.type_label_id else self.motif.type_label

    @property
    def shown_title(self) -> str:
        """The title that usagers read."""
        return self.public_title or self.motif.shown_name

    @property
    def is_sensitive(self) -> bool:
        """Nothing that leaves may name it: because of its label, of its motif's, or of the service."""
        return self.shown_label.is_sensitive or self.motif.type_label.is_sensitive or self.motif.service.is_sensitive

    @property
    def is_recurring(self) -> bool:
        return bool(self.recurrence)


class OccurrenceGroup(models.Model):
    """Bands and stations of one day: one list, one sheet, one cancellation, seats each."""

    action = models.ForeignKey(
        CollectiveAction, verbose_name="action collective", on_delete=models.CASCADE, related_name="groups"
    )
    name = models.CharField("nom", max_length=120)
    walking_minutes = models.PositiveSmallIntegerField(
        "minutes entre deux postes",
        default=0,
        db_default=0,
        validators=[MaxValueValidator(120)],
        help_text="Le temps qu’il faut à une personne pour aller d’un poste à l’autre. 0 : aucun.",
    )

    objects = OccurrenceGroupQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "groupe de séances"
        verbose_name_plural = "groupes de séances"
        ordering = ["action", "name"]

    def __str__(self) -> str:
        return self.name
