"""What other rules would have answered: a draft replayed over the past, a shadow beside each decision, a decision that no longer replays.

Nothing here decides, nothing holds a name: keys and counts only, so that erasing a person leaves nothing to erase."""

from __future__ import annotations

from django.db import models

from backoffice.booking.enums import OutcomeLabel, RunState
from backoffice.booking.models.participations import Decision
from backoffice.booking.queries import DecisionPartQuerySet
from backoffice.policies.models import Policy, PolicyRevision, Trial
from backoffice.policies.queries import PolicyPartQuerySet


class ReplayRun(models.Model):
    """The draft of a policy replayed over the last months, séance by séance. One for each policy: a newer one takes its place.

    The worker saves `report` with `last_occurrence` after each few séances: a run that was cut goes on from there, a row that is gone or
    stopped stops it."""

    policy = models.OneToOneField(Policy, verbose_name="politique", on_delete=models.CASCADE, related_name="replay")
    draft_version = models.PositiveIntegerField("version du brouillon")
    document = models.TextField("contenu")
    document_hash = models.CharField("empreinte", max_length=64)
    against = models.ForeignKey(
        PolicyRevision, verbose_name="comparé à", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField("demandes à partir du")
    until = models.DateTimeField("demandes jusqu’au")
    state = models.CharField("état", max_length=10, choices=RunState)
    asked_at = models.DateTimeField("demandé le")
    beaten_at = models.DateTimeField("dernier signe", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    seances_total = models.PositiveIntegerField("séances à rejouer", default=0)
    seances_done = models.PositiveIntegerField("séances rejouées", default=0)
    last_occurrence = models.BigIntegerField("dernière séance rejouée", default=0)
    report = models.JSONField("résultat", default=dict)

    objects = PolicyPartQuerySet.as_manager()

    class Meta:
        verbose_name = "rejeu"
        verbose_name_plural = "rejeux"
        ordering = ["policy"]

    def __str__(self) -> str:
        return f"{self.policy} – rejeu du {self.asked_at:%d/%m/%Y}"


class TrialAnswer(models.Model):
    """What a policy « à l’essai » would have answered, kept beside the decision that was taken. No outcome: the trial failed on it."""

    trial = models.ForeignKey(Trial, verbose_name="essai", on_delete=models.PROTECT, related_name="answers")
    decision = models.ForeignKey(
        Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="trial_answers"
    )
    outcome = models.CharField("réponse de l’essai", max_length=10, choices=OutcomeLabel, blank=True)
    headline = models.CharField("motif de la réponse", max_length=60, blank=True)
    reasons = models.JSONField("règles en cause", default=list)

    objects = DecisionPartQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse d’un essai"
        verbose_name_plural = "réponses des essais"
        ordering = ["-decision"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "decision"],
                name="one_answer_per_trial_and_decision",
                violation_error_message="Cet essai a déjà répondu à cette demande.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display() or "Sans réponse"


class DecisionFault(models.Model):
    """A stored decision that came out otherwise when it was evaluated again with its own rules and facts: an incident, until it agrees again."""

    decision = models.OneToOneField(Decision, verbose_name="décision", on_delete=models.PROTECT, related_name="fault")
    found_at = models.DateTimeField("constatée le")
    resolved_at = models.DateTimeField("résolue le", null=True, blank=True)

    objects = DecisionPartQuerySet.as_manager()

    class Meta:
        verbose_name = "décision à vérifier"
        verbose_name_plural = "décisions à vérifier"
        ordering = ["-found_at", "-pk"]

    def __str__(self) -> str:
        return f"Décision {self.decision_id}"
