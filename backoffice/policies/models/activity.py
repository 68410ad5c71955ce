"""How often each rule applied, day by day: written each night by booking, which alone reads decisions; summed by the editor."""

from __future__ import annotations

from django.db import models

from backoffice.policies.models.drafts import Policy
from backoffice.policies.queries import PolicyPartQuerySet


class RuleDay(models.Model):
    """The decisions of one day that one rule touched. The row without rule counts all the decisions that cited the policy."""

    policy = models.ForeignKey(Policy, verbose_name="politique", on_delete=models.CASCADE, related_name="rule_days")
    rule = models.CharField("règle", max_length=60, blank=True)
    day = models.DateField("jour")
    touched = models.PositiveIntegerField("demandes concernées", default=0)
    lifted = models.PositiveIntegerField("dérogations", default=0)

    objects = PolicyPartQuerySet.as_manager()

    class Meta:
        verbose_name = "décompte d’une règle"
        verbose_name_plural = "décomptes des règles"
        ordering = ["policy", "day", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "day", "rule"],
                name="one_count_per_rule_and_day",
                violation_error_message="Ce jour est déjà compté.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} – {self.day:%d/%m/%Y}"


class CountedDay(models.Model):
    """A day whose decisions were all counted."""

    day = models.DateField("jour", primary_key=True)
    counted_at = models.DateTimeField("compté le")

    class Meta:
        verbose_name = "jour compté"
        verbose_name_plural = "jours comptés"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
