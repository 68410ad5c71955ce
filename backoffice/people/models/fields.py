"""Custom fields: what a territory asks of people or of an inscription beyond what the software knows. Definitions only; answers are with their row.

Refuses health data without a written purpose: the right to configure it is asked by the admin (decision 0015)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from backoffice.console.base.history import track
from backoffice.directory.models import Territory
from backoffice.people.enums import LISTED, FieldKind, FieldSubject, RequiredWhen
from backoffice.people.queries import ChoiceQuerySet, FieldQuerySet

KEY = RegexValidator(
    r"^[a-z][a-z0-9_]{0,39}$", "Le code s’écrit en minuscules, chiffres et tirets bas. Exemple : niveau_francais."
)
CHOICE = RegexValidator(
    r"^[a-z0-9][a-z0-9_-]{0,39}$", "Le code s’écrit en minuscules, chiffres et tirets. Exemple : a1."
)


class CustomField(models.Model):
    """One question of a territory. `key` never changes once it is answered or named by a policy; an archived field keeps its answers."""

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="custom_fields"
    )
    subject = models.CharField(
        "au sujet de",
        max_length=13,
        choices=FieldSubject,
        default=FieldSubject.PERSON,
        help_text="La personne : gardé sur sa fiche. L’inscription : demandé à chaque inscription.",
    )
    label = models.CharField("libellé", max_length=60, help_text="Exemple : Niveau de français.")
    key = models.CharField(
        "code", max_length=40, validators=[KEY], help_text="Stable : les règles et les fichiers le gardent."
    )
    question = models.CharField(
        "question posée", max_length=150, blank=True, help_text="Exemple : Quel est le niveau de français ?"
    )
    help_text = models.CharField("aide", max_length=200, blank=True, help_text="Écrite sous la question.")
    kind = models.CharField("type", max_length=8, choices=FieldKind, default=FieldKind.CHOICE)
    required_when = models.CharField(
        "obligatoire", max_length=10, choices=RequiredWhen, default=RequiredWhen.NEVER, blank=True
    )
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Les plus petits d’abord.")
    is_for_every_motif = models.BooleanField(
        "demandé pour tous les motifs",
        default=False,
        help_text="Pour une inscription. Sinon, chaque motif choisit dans sa fiche.",
    )
    is_fact = models.BooleanField(
        "utilisable dans les règles",
        default=False,
        help_text="Un texte libre ne peut pas l’être.",
    )
    is_in_lists = models.BooleanField(
        "affiché dans les listes", default=False, help_text="Une colonne, et un filtre si c’est un choix."
    )
    is_exportable = models.BooleanField("exportable", default=True)
    is_sensitive = models.BooleanField(
        "sensible", default=False, help_text="Lu et rempli seulement par les rôles qui en ont le droit."
    )
    is_health = models.BooleanField("relève de la santé", default=False, help_text="Toujours sensible.")
    purpose = models.CharField(
        "finalité",
        max_length=250,
        blank=True,
        help_text="Pourquoi cette information est nécessaire. Obligatoire pour une information sensible ou de santé.",
    )
    is_archived = models.BooleanField(
        "archivé", default=False, help_text="N’est plus demandé. Les réponses sont gardées."
    )

    objects = FieldQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "champ personnalisé"
        verbose_name_plural = "champs personnalisés"
        ordering = ["territory", "subject", "position", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "key"],
                name="one_field_key_per_territory",
                violation_error_message="Un champ porte déjà ce code.",
            ),
            models.UniqueConstraint(
                fields=["territory", "label"],
                name="one_field_label_per_territory",
                violation_error_message="Un champ porte déjà ce libellé.",
            ),
            models.CheckConstraint(
                condition=Q(is_health=False) | Q(is_sensitive=True),
                name="health_is_sensitive",
                violation_error_message="Une information de santé est toujours sensible.",
            ),
            models.CheckConstraint(
                condition=Q(is_sensitive=False) | ~Q(purpose=""),
                name="a_sensitive_field_has_a_purpose",
                violation_error_message="Écrivez la finalité d’une information sensible.",
            ),
            models.CheckConstraint(
                condition=Q(subject=FieldSubject.PERSON) | ~Q(required_when=RequiredWhen.CREATION),
                name="only_a_person_is_created",
                violation_error_message="Une information sur l’inscription se demande à l’inscription.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=FieldKind.TEXT) | Q(is_fact=False),
                name="a_text_is_not_a_fact",
                violation_error_message="Un texte libre ne peut pas servir dans les règles. Choisissez un autre type.",
            ),
            models.CheckConstraint(
                condition=Q(subject=FieldSubject.PARTICIPATION) | Q(is_for_every_motif=False),
                name="only_an_inscription_has_a_motif",
                violation_error_message="« Demandé pour tous les motifs » concerne les inscriptions.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def asked(self) -> str:
        """What is asked of the person."""
        return self.question or self.label

    @property
    def is_listed(self) -> bool:
        """Its values come from a list of choices."""
        return self.kind in LISTED


class FieldChoice(models.Model):
    """One answer of a list. Retired, it is no longer offered; rows that hold it keep it and read its label."""

    field = models.ForeignKey(CustomField, verbose_name="champ", on_delete=models.CASCADE, related_name="choices")
    label = models.CharField("réponse", max_length=60, help_text="Exemple : A1, débutant.")
    code = models.CharField("code", max_length=40, validators=[CHOICE], help_text="Stable. Exemple : a1.")
    position = models.PositiveSmallIntegerField("rang", default=0)
    is_retired = models.BooleanField("retirée", default=False, help_text="N’est plus proposée.")

    objects = ChoiceQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "réponse possible"
        verbose_name_plural = "réponses possibles"
        ordering = ["field", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["field", "code"],
                name="one_choice_code_per_field",
                violation_error_message="Une réponse porte déjà ce code.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.field_id and not self.field.is_listed:
            raise ValidationError("Ce type de champ n’a pas de liste de réponses.")
