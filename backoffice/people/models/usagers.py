"""A person who comes (usager). Vulnerable people: the file holds what is needed to enrol and to reach, nothing about health."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from backoffice.console.base.history import track
from backoffice.directory.models import Organisation, Territory
from backoffice.people.enums import Language
from backoffice.people.queries import UsagerQuerySet
from backoffice.people.values import OLDEST_BIRTH, clean_text, folded, is_mobile, normalised_phone, readable_phone


class Usager(models.Model):
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, related_name="usagers"
    )
    organisations = models.ManyToManyField(
        Organisation,
        verbose_name="organisations",
        related_name="usagers",
        help_text="Les organisations qui suivent cette personne.",
    )
    last_name = models.CharField("nom", max_length=100)
    first_name = models.CharField("prénom", max_length=100)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True, help_text="Exemple : 06 39 98 00 01.")
    email = models.EmailField("adresse e-mail", blank=True)
    commune_code = models.CharField("code INSEE de la commune", max_length=5, blank=True)
    commune = models.CharField("commune", max_length=100, blank=True)
    language = models.CharField("langue", max_length=5, choices=Language, default=Language.FRENCH)
    accepts_sms = models.BooleanField("accepte les SMS", default=True)
    accepts_email = models.BooleanField("accepte les e-mails", default=True)
    responsible = models.ForeignKey(
        "self",
        verbose_name="personne responsable",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relatives",
        help_text="Pour un enfant ou un proche : la personne qui reçoit les messages.",
    )
    is_contact_neutral = models.BooleanField(
        "contact neutre",
        default=False,
        help_text="Les messages ne disent ni le motif ni le lieu. À cocher si quelqu’un d’autre peut lire le téléphone.",
    )
    answers = models.JSONField("informations du territoire", default=dict, db_default={}, blank=True, editable=False)
    search_text = models.CharField(max_length=320, editable=False, db_index=True)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = UsagerQuerySet.as_manager()
    history = track(excluded_fields=["search_text"], m2m_fields=[organisations])

    class Meta:
        verbose_name = "usager"
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(responsible__isnull=True) | ~Q(responsible=F("id")),
                name="nobody_is_responsible_for_herself",
                violation_error_message="Une personne ne peut pas être sa propre responsable.",
            ),
            models.CheckConstraint(
                condition=~Q(last_name="") & ~Q(first_name=""),
                name="an_usager_has_both_names",
                violation_error_message="Le nom et le prénom sont obligatoires.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last_name.upper()} {self.first_name}"

    def clean(self) -> None:
        """Normalise what was typed; every problem is told on its field."""
        self.last_name, self.first_name = clean_text(self.last_name), clean_text(self.first_name)
        errors = {
            name: "Ce champ est obligatoire." for name in ("last_name", "first_name") if not folded(getattr(self, name))
        }
        try:
            self.phone = normalised_phone(self.phone, self.territory.time_zone if self.territory_id else "Europe/Paris")
        except ValidationError as error:
            errors["phone"] = error.messages[0]
        if self.responsible_id and self.responsible_id == self.pk:
            errors["responsible"] = "Une personne ne dépend pas d’elle-même. Laissez vide."
        elif self.responsible_id and self.responsible.territory_id != self.territory_id:
            errors["responsible"] = "Cette personne appartient à un autre territoire."
        elif self.responsible_id and self.responsible.responsible_id:
            errors["responsible"] = "Cette personne dépend elle-même d’un responsable. Choisissez ce responsable."
        if self.birth_date and self.birth_date > timezone.localdate():
            errors["birth_date"] = "Cette date est dans le futur."
        elif self.birth_date and self.birth_date.year < OLDEST_BIRTH:
            errors["birth_date"] = f"Personne n’est né avant {OLDEST_BIRTH}. Vérifiez l’année."
        if errors:
            raise ValidationError(errors)

    def save(self, *args: object, **options: object) -> None:
        self.search_text = f" {folded(self.last_name)} {folded(self.first_name)}"
        fields = options.get("update_fields")
        if fields is not None and {"last_name", "first_name"} & set(fields):
            options["update_fields"] = {*fields, "search_text"}
        super().save(*args, **options)

    @property
    def contact(self) -> Usager:
        """Who receives the messages: the responsible person of a child, otherwise herself."""
        return self.responsible if self.responsible_id else self

    @property
    def readable_phone(self) -> str:
        return readable_phone(self.phone)

    @property
    def can_receive_sms(self) -> bool:
        return self.accepts_sms and is_mobile(self.phone)
