"""Séances and their counters. An occurrence is an instant in UTC, shown in its territory's zone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models.facilitators import Facilitator
from backoffice.actions.models.programmes import CollectiveAction, OccurrenceGroup
from backoffice.actions.queries import OccurrenceQuerySet
from backoffice.actions.values import SEATS, Seats, seats_of
from backoffice.console.base.history import track
from backoffice.console.base.wording import short_span, spoken_day, spoken_duration, spoken_time
from backoffice.directory.models import Territory, Venue


class FromTheInstant:
    """What people read where the séance is, written with the instant. It stays when the rules of a time zone change (reliability R34)."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if isinstance(model_instance, Occurrence):
            start = model_instance.local_start
            model_instance.wall_day, model_instance.wall_time = start.date(), start.time()
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> tuple[Any, ...]:
        """In the database and in migrations, a plain column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__mro__[2].__name__}", args, kwargs


class WallDay(FromTheInstant, models.DateField):
    pass


class WallTime(FromTheInstant, models.TimeField):
    pass


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
    wall_day = WallDay("jour sur place", null=True, editable=False)
    wall_time = WallTime("heure sur place", null=True, editable=False)
    venue = models.ForeignKey(
        Venue, verbose_name="lieu", on_delete=models.PROTECT, null=True, blank=True, related_name="occurrences"
    )
    seats_override = models.PositiveSmallIntegerField(
        "places", null=True, blank=True, validators=SEATS, help_text="Vide : le nombre de l’action ou du motif."
    )
    quotas = models.JSONField("places réservées", null=True, blank=True, editable=False)
    state = models.CharField("état", max_length=10, choices=OccurrenceState, default=OccurrenceState.OPEN)
    title = models.CharField("titre", max_length=120, blank=True, help_text="Vide : le titre de l’action.")
    facilitators = models.ManyToManyField(
        Facilitator,
        verbose_name="animatrices et animateurs",
        blank=True,
        related_name="occurrences",
        help_text="Vide : celles et ceux de l’action.",
    )
    is_apart = models.BooleanField(
        "modifiée à part",
        default=False,
        help_text="Une séance modifiée à part ne suit pas les changements de sa série, sauf si on le demande.",
    )

    objects = OccurrenceQuerySet.as_manager()
    history = track(m2m_fields=[facilitators])

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
        return f"{self.shown_title} · {self.date_sentence}"

    def save(self, *args: Any, update_fields: Collection[str] | None = None, **options: Any) -> None:
        """The wall time follows the instant, also when a service says which fields it writes."""
        if update_fields is not None and "starts_at" in update_fields:
            update_fields = {*update_fields, "wall_day", "wall_time"}
        super().save(*args, update_fields=update_fields, **options)

    @property
    def shown_title(self) -> str:
        """The title that agents read: its own, or its action's."""
        return self.title or self.action.title

    @property
    def led_by(self) -> list[Facilitator]:
        """Who runs it: its own facilitators, or its action's."""
        return list(self.facilitators.all()) or list(self.action.facilitators.all())

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
        return short_span(self.local_start, self.local_end)

    @property
    def spoken_sentence(self) -> str:
        """What an agent reads aloud: « jeudi 14 janvier à 14 heures, CMS de Crest, salle 2, deux heures »."""
        start = self.local_start
        parts = [f"{spoken_day(start)} à {spoken_time(start)}", *([self.venue.name] if self.venue_id else [])]
        return ", ".join([*parts, spoken_duration(self.duration_minutes)])

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
    occurrence and room; `seats_beyond` is what stored decisions allowed above it (overbooking, or a reduction that removed nobody).
    `waiting_count` counts people, `seats_awaited` the seats that they want together. The last three are what periodic checks did once."""

    occurrence = models.OneToOneField(Occurrence, primary_key=True, on_delete=models.CASCADE, related_name="counters")
    seats = models.PositiveSmallIntegerField("places")
    seats_beyond = models.PositiveSmallIntegerField("places au-delà", default=0)
    seats_held = models.PositiveSmallIntegerField("places prises", default=0)
    seats_offered = models.PositiveSmallIntegerField("places proposées", default=0)
    waiting_count = models.PositiveSmallIntegerField("personnes en attente", default=0)
    seats_awaited = models.PositiveSmallIntegerField("places attendues", default=0, db_default=0)
    quotas_released_at = models.DateTimeField("places réservées remises en commun le", null=True, blank=True)
    minimum_checked_at = models.DateTimeField("minimum vérifié le", null=True, blank=True)
    minimum_wanted = models.PositiveSmallIntegerField("minimum de participants", null=True, blank=True)

    class Meta:
        verbose_name = "compteur de places"
        verbose_name_plural = "compteurs de places"
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_held__lte=F("seats") + F("seats_beyond") - F("seats_offered")),
                name="seats_are_never_oversold",
                violation_error_message="Il n’y a plus de place.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seats_held} / {self.seats}"
