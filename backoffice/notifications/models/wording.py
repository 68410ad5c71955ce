"""The words of messages, as data: texts and sendings that a territory, a motif or an action sets. What is empty is inherited."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from backoffice.actions.models import CollectiveAction
from backoffice.catalogue.models import Motif
from backoffice.console.base.history import track
from backoffice.directory.models import Territory
from backoffice.notifications.enums import STANDING, Change, Channel, Origin, Sending
from backoffice.notifications.queries import WordingQuerySet
from backoffice.notifications.values.placeholders import faults_of, tidy
from backoffice.people.enums import Language

NOT_HERE = "Ce choix appartient à un autre territoire."
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def one_per_level(thing: str, *columns: str, message: str) -> list[models.BaseConstraint]:
    """At most one row for the territory, one for each motif and one for each action; and never for both a motif and an action."""
    levels = {
        "territory": Q(motif__isnull=True, action__isnull=True),
        "motif": Q(motif__isnull=False),
        "action": Q(action__isnull=False),
    }
    unique = [
        models.UniqueConstraint(
            fields=[level, *columns],
            condition=condition,
            name=f"one_{thing}_per_{level}",
            violation_error_message=message,
        )
        for level, condition in levels.items()
    ]
    alone = models.CheckConstraint(
        condition=Q(motif__isnull=True) | Q(action__isnull=True),
        name=f"a_{thing}_is_for_a_motif_or_for_an_action",
        violation_error_message="Choisissez un motif ou une action, pas les deux.",
    )
    return [*unique, alone]


class Wording(models.Model):
    """At one level: a whole territory, one of its motifs, or one action."""

    territory = models.ForeignKey(Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="+")
    motif = models.ForeignKey(
        Motif,
        verbose_name="motif",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : tous les motifs du territoire.",
    )
    action = models.ForeignKey(
        CollectiveAction, verbose_name="action collective", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )  # fmt: skip

    objects = WordingQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def level(self) -> Origin:
        if self.action_id:
            return Origin.ACTION
        return Origin.MOTIF if self.motif_id else Origin.TERRITORY

    @property
    def place(self) -> str:
        """« Drôme (26) », « Motif Atelier lecture », « Action Atelier du jeudi »."""
        if self.action_id:
            return f"Action {self.action}"
        return f"Motif {self.motif}" if self.motif_id else str(self.territory)

    def clean(self) -> None:
        errors = {}
        if self.motif_id and self.motif.territory_id != self.territory_id:
            errors["motif"] = NOT_HERE
        if self.action_id and self.action.organisation.territory_id != self.territory_id:
            errors["action"] = NOT_HERE
        if self.action_id and self.motif_id:
            errors["motif"] = "Choisissez un motif ou une action, pas les deux."
        if errors:
            raise ValidationError(errors)


class MessageTemplate(Wording):
    """The text of one event on one channel in one language, and whether it is sent."""

    event = models.CharField("message", max_length=24, choices=[(event.value, event.label) for event in STANDING])
    channel = models.CharField("canal", max_length=8, choices=Channel)
    language = models.CharField("langue", max_length=5, choices=Language, default=Language.FRENCH)
    sending = models.CharField(
        "envoi", max_length=10, choices=Sending, blank=True, help_text="Vide : comme au niveau au-dessus."
    )
    subject = models.CharField(
        "objet", max_length=150, blank=True, help_text="Pour un e-mail. Vide : l’objet du niveau au-dessus."
    )
    body = models.TextField("texte", max_length=2000, blank=True, help_text="Vide : le texte du niveau au-dessus.")

    history = track()

    class Meta:
        verbose_name = "texte de message"
        verbose_name_plural = "textes des messages"
        ordering = ["territory", "event", "channel", "pk"]
        constraints = one_per_level("text", "event", "channel", "language", message="Ce texte existe déjà à ce niveau.")

    def __str__(self) -> str:
        return f"{self.get_event_display()} ({self.get_channel_display()}), {self.place}"

    def clean(self) -> None:
        super().clean()
        self.judge_words()

    def judge_words(self) -> None:
        """Refuse what cannot be sent: unknown placeholders, invisible characters, the subject of an SMS."""
        self.subject, self.body = " ".join(self.subject.split()), tidy(self.body)
        errors = {}
        for name in ("subject", "body"):
            faults = faults_of(getattr(self, name), self.event)
            if CONTROL.search(getattr(self, name)):
                faults.append("Ce texte contient un caractère invisible. Écrivez-le de nouveau au clavier.")
            if faults:
                errors[name] = faults
        if self.channel == Channel.SMS and self.subject:
            errors["subject"] = "Un SMS n’a pas d’objet."
        if self.sending and self.language != Language.FRENCH:
            errors["sending"] = "L’envoi se règle sur le texte français, pour toutes les langues."
        if errors:
            raise ValidationError(errors)


def validate_changes(value: object) -> None:
    if not isinstance(value, list) or [item for item in value if item not in Change.values]:
        raise ValidationError("Un de ces changements n’existe pas.")


class ChangeNotice(Wording):
    """Which changes of a séance are told to the people enrolled."""

    changes = models.JSONField("changements annoncés", default=list, blank=True, validators=[validate_changes])

    history = track()

    class Meta:
        verbose_name = "changements annoncés"
        verbose_name_plural = "changements annoncés"
        ordering = ["territory", "pk"]
        constraints = one_per_level("notice", message="Ce choix existe déjà à ce niveau.")

    def __str__(self) -> str:
        return f"Changements annoncés, {self.place}"

    @property
    def change_labels(self) -> list[str]:
        return [Change(name).label for name in Change.values if name in self.changes]
