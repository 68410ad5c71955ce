"""Who runs séances, and how each of them is told what happens there."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from backoffice.actions.enums import News
from backoffice.actions.queries import FacilitatorQuerySet
from backoffice.console.base.history import track
from backoffice.directory.models import Organisation, Territory, User
from backoffice.people.values import is_mobile, normalised_phone


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
    phone = models.CharField(
        "portable",
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="Pour les SMS à l’équipe, si le territoire en envoie.",
    )
    news = models.CharField(
        "nouvelles de ses séances",
        max_length=10,
        choices=News,
        default=News.DAILY,
        db_default=News.DAILY,
        help_text="Inscriptions, annulations, changements de la séance ou de l’équipe, sans aucun nom de personne inscrite.",
    )

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

    def clean(self) -> None:
        """The number as it is sent to, and a preference that can be followed."""
        super().clean()
        if self.territory_id is None:
            return
        try:
            self.phone = normalised_phone(self.phone, self.territory.time_zone)
        except ValidationError as error:
            raise ValidationError({"phone": error}) from error
        if self.phone and not is_mobile(self.phone):
            raise ValidationError({"phone": "Ce n’est pas un numéro de portable : un SMS n’y arriverait pas."})
        if refusal := self.refusal_of(self.news):
            raise ValidationError({"news": refusal})

    @property
    def may_get_sms(self) -> bool:
        return bool(self.phone) and self.territory.sends_sms_to_teams

    def refusal_of(self, news: str) -> str:
        """Why she cannot be told this way; nothing when she can."""
        if news == News.BELL and self.user_id is None:
            return "La cloche est dans l’application : choisissez d’abord son compte."
        if news != News.SMS or self.may_get_sms:
            return ""
        if not self.territory.sends_sms_to_teams:
            return "Ce territoire n’envoie pas de SMS aux équipes. C’est un réglage du territoire."
        return "Écrivez d’abord son portable dans sa fiche."
