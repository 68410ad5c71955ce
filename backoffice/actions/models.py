"""Actions, occurrences, their counters. An occurrence is an instant in UTC, shown in its territory's zone."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.queries import ActionQuerySet, FacilitatorQuerySet, OccurrenceGroupQuerySet, OccurrenceQuerySet
from backoffice.actions.values import Seats, seats_of
from backoffice.catalogue.models import Motif
from backoffice.console.base.history import track
from backoffice.directory.models import Organisation, Territory, User, Venue

SEATS = [MinValueValidator(1), MaxValueValidator(2000)]


class Facilitator(models.Model):
    """Who runs an occurrence: an agent with an account, or a partner without one (minutes S17, S25)."""

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="facilitators"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="facilitators",
    )
    user = models.ForeignKey(
        User, verbose_name="compte", on_delete=models.SET_NULL, null=True, blank=True, related_name="facilitator_rows"
    )
    name = models.CharField("nom", max_length=120, help_text="Une personne ou un partenaire. Exemple : Mission locale.")
    email = models.EmailField("adresse e-mail", blank=True)

    objects = FacilitatorQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "animatrice, animateur"
        verbose_name_plural = "animatrices et animateurs"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="one_facilitator_name_per_territory",
                violation_error_message="Ce nom existe déjà dans ce territoire.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
    facilitators = models.ManyToManyField(
        Facilitator, verbose_name="animatrices et animateurs", blank=True, related_name="actions"
    )
    default_venue = models.ForeignKey(
        Venue, verbose_name="lieu habituel", on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    seats_override = models.PositiveSmallIntegerField(
        "places", null=True, blank=True, validators=SEATS, help_text="Vide : le nombre prévu par le motif."
    )
    recurrence = models.CharField("répétition", max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = ActionQuerySet.as_manager()
    history = track(m2m_fields=[facilitators])

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
        if errors:
            raise ValidationError(errors)

    @property
    def shown_title(self) -> str:
        """The title that usagers read."""
        return self.public_title or self.motif.shown_name

    @property
    def is_recurring(self) -> bool:
        return bool(self.recurrence)


class OccurrenceGroup(models.Model):
    """Bands and stations of one day: one list, one sheet, one cancellation, seats each."""

    action = models.ForeignKey(
        CollectiveAction, verbose_name="action collective", on_delete=models.CASCADE, related_name="groups"
    )
    name = models.CharField("nom", max_length=120)

    objects = OccurrenceGroupQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "groupe de séances"
        verbose_name_plural = "groupes de séances"
        ordering = ["action", "name"]

    def __str__(self) -> str:
        return self.name


class Occurrence(models.Model):
    """One dated séance with seats."""

    action = models.ForeignKey(
        CollectiveAction, verbose_name="action collective", on_delete=models.PROTECT, related_name="occurrences"
    )
    group = models.ForeignKey(
        OccurrenceGroup,
        verbose_name="groupe",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="occurrences",
    )
    band = models.CharField("tranche", max_length=60, blank=True, help_text="Exemple : 9 h – 9 h 20.")
    station = models.CharField("poste", max_length=60, blank=True, help_text="Exemple : Mission locale.")
    starts_at = models.DateTimeField("début", db_index=True)
    ends_at = models.DateTimeField("fin")
    venue = models.ForeignKey(
        Venue, verbose_name="lieu", on_delete=models.PROTECT, null=True, blank=True, related_name="occurrences"
    )
    seats_override = models.PositiveSmallIntegerField(
        "places", null=True, blank=True, validators=SEATS, help_text="Vide : le nombre de l’action ou du motif."
    )
    state = models.CharField("état", max_length=10, choices=OccurrenceState, default=OccurrenceState.OPEN)

    objects = OccurrenceQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "séance"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="an_occurrence_ends_after_it_starts",
                violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(seats_override__isnull=True) | Q(seats_override__gte=1),
                name="an_occurrence_has_at_least_one_seat",
                violation_error_message="Il faut au moins une place.",
            ),
            models.UniqueConstraint(
                fields=["action", "starts_at", "band", "station"],
                name="one_occurrence_per_action_start_band_and_station",
                violation_error_message="Cette action a déjà une séance à cette heure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.title} · {self.date_sentence}"

    @property
    def territory(self) -> Territory:
        return self.action.organisation.territory

    @property
    def local_start(self) -> datetime:
        return timezone.localtime(self.starts_at, self.territory.zone)

    @property
    def local_end(self) -> datetime:
        return timezone.localtime(self.ends_at, self.territory.zone)

    @property
    def date_sentence(self) -> str:
        """« jeu. 14 janv. 2027, 14:00–16:00 » in the territory's time."""
        return f"{date_format(self.local_start, 'D j M Y, H:i')}–{date_format(self.local_end, 'H:i')}"

    @property
    def duration_minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    @property
    def seats_with_origin(self) -> Seats:
        return seats_of(self)

    def clean(self) -> None:
        if self.venue_id and self.action_id and self.venue.territory_id != self.territory.pk:
            raise ValidationError({"venue": "Ce lieu appartient à un autre territoire."})


class OccurrenceCounters(models.Model):
    """The seats taken of one occurrence: the row that booking locks, and the database's own guard against overselling (reliability R1).

    No history: a counter's history is noise, the participations have theirs. `seats` is written under the lock from the motif, action,
    occurrence and room; `seats_beyond` is what stored decisions allowed above it (overbooking, or a reduction that removed nobody)."""

    occurrence = models.OneToOneField(Occurrence, primary_key=True, on_delete=models.CASCADE, related_name="counters")
    seats = models.PositiveSmallIntegerField("places")
    seats_beyond = models.PositiveSmallIntegerField("places au-delà", default=0)
    seats_held = models.PositiveSmallIntegerField("places prises", default=0)
    seats_offered = models.PositiveSmallIntegerField("places proposées", default=0)
    waiting_count = models.PositiveSmallIntegerField("personnes en attente", default=0)

    class Meta:
        verbose_name = "compteur de places"
        verbose_name_plural = "compteurs de places"
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_held__lte=F("seats") + F("seats_beyond") - F("seats_offered")),
                name="seats_are_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seats_held} / {self.seats}"
