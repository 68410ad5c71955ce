"""Words: categories of motifs, and the labels that messages show."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from backoffice.console.base.history import track
from backoffice.console.base.wording import links_elsewhere
from backoffice.directory.models import Territory
from backoffice.directory.queries import PerimeterQuerySet

SMS_NAME_LENGTH = 30


class MotifCategory(models.Model):
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="motif_categories"
    )
    name = models.CharField("nom", max_length=100)
    short_name = models.CharField("nom court", max_length=20, blank=True)

    objects = PerimeterQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "catégorie de motif"
        verbose_name_plural = "catégories de motif"
        ordering = ["territory", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="one_category_name_per_territory",
                violation_error_message="Une catégorie porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TypeLabel(models.Model):
    """How an action is called in messages (minutes S15, S30, S37): « Quel nom utiliser pour le type de RDV ? »"""

    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="type_labels"
    )
    internal_name = models.CharField(
        "nom interne", max_length=80, help_text="Vu par les agents. Exemple : Atelier PMI."
    )
    public_name = models.CharField(
        "nom public", max_length=80, help_text="Vu par les usagers, dans les e-mails. Exemple : Atelier."
    )
    sms_name = models.CharField(
        "nom dans les SMS",
        max_length=SMS_NAME_LENGTH,
        blank=True,
        help_text="30 caractères au plus. Exemple : Atelier. Vide : le nom public, s’il tient dans 30 caractères.",
    )
    is_sensitive = models.BooleanField(
        "sensible",
        default=False,
        help_text="Un libellé sensible n’apparaît jamais dans un message : le texte neutre le remplace.",
    )

    objects = PerimeterQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = "libellé de type"
        verbose_name_plural = "libellés de type"
        ordering = ["territory", "internal_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "internal_name"],
                name="one_type_label_per_territory",
                violation_error_message="Un libellé porte déjà ce nom interne.",
            ),
        ]

    def __str__(self) -> str:
        return self.internal_name

    def clean(self) -> None:
        errors = {}
        for name in ("public_name", "sms_name"):
            foreign = links_elsewhere(getattr(self, name))
            if foreign:
                errors[name] = f"Un libellé ne mène pas à une autre adresse : retirez « {foreign[0]} »."
        if not self.sms_name and len(self.public_name) > SMS_NAME_LENGTH:
            errors["sms_name"] = (
                f"Le nom public a plus de {SMS_NAME_LENGTH} caractères. Écrivez un nom plus court pour les SMS."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def shown_sms_name(self) -> str:
        """What an SMS says: its own name, otherwise the public one."""
        return self.sms_name or self.public_name
