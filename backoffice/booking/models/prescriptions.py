"""What an organisation transmits when it enrols somebody whom it follows in another organisation's séance. Opens no file there."""

from __future__ import annotations

from typing import NoReturn

from django.db import models

from backoffice.booking.models.participations import Participation
from backoffice.booking.queries import PrescriptionQuerySet
from backoffice.directory.models import Organisation
from backoffice.people.values import readable_phone


class Prescription(models.Model):
    """Names, always, and the items that were ticked, as they were that day. Written once: what was said cannot be unsaid.

    It belongs to the organisation that prescribes; the one that hosts reads it on the inscription, and nowhere else."""

    participation = models.OneToOneField(
        Participation, verbose_name="inscription", on_delete=models.PROTECT, related_name="prescription"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation qui oriente", on_delete=models.PROTECT, related_name="prescriptions"
    )
    last_name = models.CharField("nom", max_length=100)
    first_name = models.CharField("prénom", max_length=100)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    commune = models.CharField("commune", max_length=100, blank=True)
    note = models.CharField("note pour l’organisation", max_length=500, blank=True)
    created_at = models.DateTimeField("transmise le")

    objects = PrescriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.last_name.upper()} {self.first_name}"

    @property
    def readable_phone(self) -> str:
        return readable_phone(self.phone)

    def save(self, *args: object, **options: object) -> None:
        if self.pk is not None:
            raise RuntimeError("What was transmitted is written once.")
        super().save(*args, **options)

    def delete(self, *args: object, **options: object) -> NoReturn:
        raise RuntimeError("What was transmitted is never deleted.")
