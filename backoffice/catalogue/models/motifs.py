"""Motifs with their defaults, and what people must know before they come."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from backoffice.catalogue.enums import OPENNESS_OF_MOTIF, Moment, MotifKind, Openness, VenueKind, WaitlistMode
from backoffice.catalogue.models.labels import MotifCategory, TypeLabel
from backoffice.catalogue.queries import InstructionQuerySet, MotifQuerySet
from backoffice.console.base.history import track
from backoffice.directory.models import Organisation, Service, Territory
from backoffice.people.enums import FieldSubject
from backoffice.people.models import CustomField


class Motif(models.Model):
    """The reason people come. Owned by a territory, shared by several of its organisations."""

    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="motifs")
    organisations = models.ManyToManyField(
        Organisation,
        verbose_name="organisations",
        related_name="motifs",
        help_text="Les organisations qui utilisent ce motif.",
    )
    service = models.ForeignKey(Service, verbose_name="service", on_delete=models.PROTECT, related_name="motifs")
    category = models.ForeignKey(
        MotifCategory, verbose_name="catégorie", on_delete=models.PROTECT, null=True, blank=True, related_name="motifs"
    )
    type_label = models.ForeignKey(
        TypeLabel,
        verbose_name="libellé dans les messages",
        on_delete=models.PROTECT,
        related_name="motifs",
        help_text="Le mot qui désigne cette action dans les messages.",
    )
    name = models.CharField("nom", max_length=100, help_text="Vu par les agents.")
    public_name = models.CharField(
        "nom public", max_length=100, blank=True, help_text="Vu par les usagers. Vide : le même nom."
    )
    kind = models.CharField("format", max_length=12, choices=MotifKind, default=MotifKind.COLLECTIVE)
    venue_kind = models.CharField("type de lieu", max_length=15, choices=VenueKind, default=VenueKind.ON_SITE)
    default_duration_minutes = models.PositiveSmallIntegerField(
        "durée (minutes)", default=120, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )
    default_seats = models.PositiveSmallIntegerField(
        "places",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(2000)],
        help_text="Par séance, sauf si l’action ou la séance dit autre chose.",
    )
    waitlist_mode = models.CharField(
        "liste d’attente", max_length=10, choices=WaitlistMode, default=WaitlistMode.AUTOMATIC
    )
    waitlist_max = models.PositiveSmallIntegerField(
        "longueur maximale de la liste d’attente",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Vide : pas de limite.",
    )
    waitlist_offer_hours = models.PositiveSmallIntegerField(
        "temps pour répondre (heures)",
        default=0,
        db_default=0,
        validators=[MaxValueValidator(336)],
        help_text="Une place libérée est proposée pendant ce temps, puis à la personne suivante. 0 : elle est donnée aussitôt.",
    )
    overbooking_max = models.PositiveSmallIntegerField(
        "inscriptions en surnombre",
        default=0,
        validators=[MaxValueValidator(50)],
        help_text="Nombre de personnes qu’un agent peut ajouter au-delà des places, avec une raison. 0 : jamais.",
    )
    party_max = models.PositiveSmallIntegerField(
        "personnes par inscription",
        default=1,
        db_default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="1 : la personne seule. Plus : elle peut venir accompagnée, et chaque personne prend une place.",
    )
    openness = models.CharField(
        "ouvert aux prescripteurs",
        max_length=10,
        choices=OPENNESS_OF_MOTIF,
        default=Openness.CLOSED,
        db_default=Openness.CLOSED,
        help_text="Qui d’autre que l’organisation peut inscrire les personnes qu’elle suit. Chaque action peut dire autre chose.",
    )
    questions = models.ManyToManyField(
        CustomField,
        verbose_name="informations demandées",
        related_name="motifs",
        blank=True,
        limit_choices_to={"subject": FieldSubject.PARTICIPATION, "is_for_every_motif": False, "is_archived": False},
        help_text="Demandées à chaque inscription, en plus de celles de tous les motifs.",
    )
    is_archived = models.BooleanField(
        "archivé", default=False, help_text="Un motif archivé n’est plus proposé. Son historique reste lisible."
    )

    objects = MotifQuerySet.as_manager()
    history = track(m2m_fields=[organisations, questions])

    class Meta:
        verbose_name = "motif"
        ordering = ["territory", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "service", "name"],
                condition=models.Q(is_archived=False),
                name="one_live_motif_name_per_service",
                violation_error_message="Un motif porte déjà ce nom dans ce service. Archivez-le, ou choisissez un autre nom.",
            ),
            models.CheckConstraint(
                condition=models.Q(default_seats__gte=1),
                name="a_motif_has_at_least_one_seat",
                violation_error_message="Il faut au moins une place.",
            ),
            models.CheckConstraint(
                condition=models.Q(default_duration_minutes__gte=5),
                name="a_motif_lasts_at_least_five_minutes",
                violation_error_message="Une séance dure au moins 5 minutes.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        errors = {}
        for name in ("service", "category", "type_label"):
            chosen = getattr(self, name) if getattr(self, f"{name}_id") else None
            if chosen is not None and chosen.territory_id != self.territory_id:
                errors[name] = "Ce choix appartient à un autre territoire."
        if errors:
            raise ValidationError(errors)

    @property
    def shown_name(self) -> str:
        """The name that usagers read."""
        return self.public_name or self.name

    @property
    def consignes_in_list(self) -> list[str]:
        """What is to be known before choosing, where actions are listed. The consignes are loaded."""
        return [row.text for row in self.instructions.all() if Moment.LIST in row.moments]


def validate_moments(value: object) -> None:
    if not isinstance(value, list) or [item for item in value if item not in Moment.values]:
        raise ValidationError("Un de ces moments n’existe pas.")


def usual_moments() -> list[str]:
    return [Moment.CHOICE, Moment.CONFIRMATION, Moment.MESSAGE]


class Instruction(models.Model):
    """What people must know before they come (minutes S12–S14); the territory chooses the word: « Consignes », « Prérequis »…"""

    motif = models.ForeignKey(Motif, verbose_name="motif", on_delete=models.CASCADE, related_name="instructions")
    text = models.TextField("texte", max_length=1000)
    short_text = models.CharField(
        "en bref, pour les SMS",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="L’essentiel en quelques mots : un rappel tient alors souvent dans un SMS. Vide : le texte entier.",
    )
    moments = models.JSONField("montrée", default=usual_moments, validators=[validate_moments])
    must_be_accepted = models.BooleanField(
        "à accepter",
        default=False,
        help_text="La personne dit qu’elle l’accepte avant d’être inscrite. Le texte accepté est gardé.",
    )
    position = models.PositiveSmallIntegerField("ordre", default=1)

    objects = InstructionQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "consigne"
        ordering = ["motif", "position", "pk"]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"
