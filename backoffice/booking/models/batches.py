"""A list of people to enrol in one séance, line by line. Its personal data is erased after a delay; the inscriptions stay."""

from __future__ import annotations

from django.db import models

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import BatchState, LineState
from backoffice.booking.models.participations import Decision
from backoffice.booking.queries import BatchLineQuerySet, OfOccurrenceQuerySet
from backoffice.console.base.history import track
from backoffice.directory.models import User
from backoffice.people.models import Usager
from backoffice.people.values import readable_phone

COLOURS = {
    LineState.READY: "open",
    LineState.BOOKED: "open",
    LineState.WAITING: "waiting",
    LineState.PENDING: "waiting",
    LineState.CHOICE: "waiting",
    LineState.UNREADABLE: "refuse",
    LineState.REFUSED: "refuse",
    LineState.FAILED: "refuse",
}


class BatchEnrolment(models.Model):
    """Who sends which list where, and how far it is. `columns` says what each column of the list is."""

    occurrence = models.ForeignKey(Occurrence, verbose_name="séance", on_delete=models.PROTECT, related_name="batches")
    user = models.ForeignKey(User, verbose_name="agent", on_delete=models.PROTECT, related_name="batches")
    state = models.CharField("état", max_length=10, choices=BatchState, default=BatchState.DRAFT)
    source = models.CharField("origine", max_length=200)
    columns = models.JSONField("colonnes", default=list)
    has_titles = models.BooleanField("première ligne de titres", default=True)
    trouble = models.CharField("ce qui a arrêté la liste", max_length=250, blank=True)
    created_at = models.DateTimeField("envoyée le")
    finished_at = models.DateTimeField("terminée le", null=True, blank=True)
    erased_at = models.DateTimeField("effacée le", null=True, blank=True)
    claimed_until = models.DateTimeField("réservée jusqu’à", null=True, blank=True, editable=False)

    objects = OfOccurrenceQuerySet.as_manager()
    history = track(excluded_fields=["claimed_until", "columns"])

    class Meta:
        verbose_name = "liste à inscrire"
        verbose_name_plural = "listes à inscrire"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.source


class BatchLine(models.Model):
    """One line: what was typed, who it is, what the rules would answer (`forecast`), what they answered (`told`).

    Its own journal: a line is corrected before it is applied, never after, and its text is erased with the list."""

    batch = models.ForeignKey(BatchEnrolment, verbose_name="liste", on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField("ligne")
    cells = models.JSONField("cases", default=list)
    last_name = models.CharField("nom", max_length=100, blank=True)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.CharField("adresse e-mail", max_length=254, blank=True)
    commune = models.CharField("commune", max_length=100, blank=True, default="", db_default="")
    party_size = models.PositiveSmallIntegerField("nombre de personnes", default=1, db_default=1)
    answers = models.JSONField("informations demandées", default=dict, db_default={}, blank=True)
    usager = models.ForeignKey(
        Usager, verbose_name="usager", on_delete=models.PROTECT, null=True, blank=True, related_name="batch_lines"
    )
    is_another_person = models.BooleanField("autre personne", default=False)
    is_corrected = models.BooleanField("corrigée à la main", default=False)
    state = models.CharField("état", max_length=10, choices=LineState)
    forecast = models.CharField("prévision", max_length=10, blank=True)
    told = models.CharField("explication", max_length=500, blank=True)
    decision = models.ForeignKey(
        Decision, verbose_name="décision", on_delete=models.PROTECT, null=True, blank=True, related_name="batch_lines"
    )

    objects = BatchLineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de liste"
        verbose_name_plural = "lignes de liste"
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"],
                name="one_line_per_number_of_a_batch",
                violation_error_message="Cette liste a déjà une ligne avec ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"Ligne {self.number}"

    @property
    def shown_name(self) -> str:
        return f"{self.last_name.upper()} {self.first_name}".strip() or "—"

    @property
    def readable_phone(self) -> str:
        return readable_phone(self.phone)

    @property
    def colour(self) -> str:
        """Of the tag: what is ready or done, what waits, what needs somebody."""
        return COLOURS.get(LineState(self.state), "")

    @property
    def key(self) -> str:
        """The same line, sent again after a crash, is the same request (reliability R4)."""
        return f"batch-{self.batch_id}-{self.pk}"
