"""Participations as tables: with names for those who may, without any identity for statistics. States keep their stored value, so files join."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from backoffice.booking.enums import ActorKind, State
from backoffice.booking.models import Participation
from backoffice.console.base.resources import BooleanColumn, ChoiceColumn, Column, ScopedResource
from backoffice.directory.enums import Activity
from backoffice.people.enums import FieldKind, FieldSubject
from backoffice.people.exports import AnswerColumn, with_answers
from backoffice.people.models import CustomField, Usager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet


class LocalColumn(Column):
    """An instant in the time of its territory; `style` says which part of it."""

    def __init__(self, attribute: str, title: str, style: str) -> None:
        super().__init__(attribute, title, readonly=True)
        self.style = style

    def export(self, instance: Participation, **kwargs: Any) -> str:
        instant: datetime | None = self.get_value(instance)
        if instant is None:
            return ""
        return timezone.localtime(instant, instance.occurrence.territory.zone).strftime(self.style)


class ParticipationStatistics(ScopedResource):
    """What a figure needs; nothing that says who."""

    territory = Column("occurrence__action__organisation__territory__name", "Territoire", readonly=True)
    organisation = Column("occurrence__action__organisation__name", "Organisation", readonly=True)
    service = Column("occurrence__action__motif__service__name", "Service", readonly=True)
    category = Column("occurrence__action__motif__category__name", "Catégorie", readonly=True)
    motif = Column("occurrence__action__motif__name", "Motif", readonly=True)
    action = Column("occurrence__action__title", "Action collective", readonly=True)
    date = LocalColumn("occurrence__starts_at", "Date de la séance", "%d/%m/%Y")
    hour = LocalColumn("occurrence__starts_at", "Heure de début", "%H:%M")
    duration = Column("occurrence__duration_minutes", "Durée (minutes)", readonly=True)
    venue = Column("occurrence__venue__name", "Lieu", readonly=True)
    state = Column("state", "État", readonly=True)
    state_label = ChoiceColumn("state", "État en clair", State, readonly=True)
    channel = ChoiceColumn("channel", "Inscription faite par", ActorKind, readonly=True)
    booked_on = LocalColumn("booked_at", "Inscription demandée le", "%d/%m/%Y")
    is_overbooked = BooleanColumn("is_overbooked", "En surnombre", readonly=True)
    party_size = Column("party_size", "Nombre de personnes", readonly=True)

    label = "Inscriptions, sans les noms"
    activity = Activity.EXPORT_STATISTICS
    related = (
        "occurrence__action__organisation__territory",
        "occurrence__action__motif__service",
        "occurrence__action__motif__category",
        "occurrence__venue",
    )

    class Meta:
        model = Participation


class FileColumn(Column):
    """Of the person's file for those who read it; otherwise what was transmitted for this inscription, if it was."""

    def __init__(self, name: str, title: str, transmitted: str = "") -> None:
        super().__init__(f"usager__{name}", title, readonly=True)
        self.transmitted = transmitted

    def export(self, instance: Participation, **kwargs: Any) -> Any:
        if instance.is_file_read:
            return shown(self.get_value(instance))
        prescription = getattr(instance, "prescription", None)
        return shown(getattr(prescription, self.transmitted)) if prescription and self.transmitted else ""


def shown(value: Any) -> str:
    """Dates as they are written in France."""
    if value is None:
        return ""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


class InscriptionAnswerColumn(AnswerColumn):
    """What was answered at the inscription; sensitive answers by the right held where the séance is."""

    def territory_of(self, instance: Participation) -> int:
        return instance.occurrence.territory.pk

    def reads(self, instance: Participation) -> bool:
        return self.widget.user.perimeter.may_in(Activity.VIEW_SENSITIVE, instance.occurrence.action.organisation)


def with_inscription_answers(resource: type[ScopedResource], user: Any) -> type[ScopedResource]:
    """The table with the exportable fields of inscriptions; figures hold neither texts nor sensitive answers."""
    rows = CustomField.objects.visible_to(user).about(FieldSubject.PARTICIPATION).filter(is_exportable=True)
    if not issubclass(resource, ParticipationExport):
        rows = rows.filter(is_sensitive=False).exclude(kind__in=(FieldKind.TEXT, FieldKind.DATE))
    return with_answers(resource, rows, InscriptionAnswerColumn, readonly=True)


class ParticipationExport(ParticipationStatistics):
    """One line per inscription, with what is needed to reach the person."""

    last_name = Column("usager__last_name", "Nom", readonly=True)
    first_name = Column("usager__first_name", "Prénom", readonly=True)
    birth_date = FileColumn("birth_date", "Date de naissance", "birth_date")
    phone = FileColumn("readable_phone", "Téléphone", "readable_phone")
    email = FileColumn("email", "Adresse e-mail", "email")
    commune = FileColumn("commune", "Commune", "commune")
    reason = Column("reason", "Raison", readonly=True)

    label = "Inscriptions, liste nominative"
    activity = Activity.EXPORT_NOMINATIVE
    related = (*ParticipationStatistics.related, "usager", "prescription")

    def table(self, rows: QuerySet) -> tuple[list[str], Iterator[list[Any]]]:
        files = Usager.objects.visible_to(self.user, Activity.VIEW_PEOPLE).filter(pk=OuterRef("usager"))
        return super().table(rows.annotate(is_file_read=Exists(files)))

    class Meta:
        model = Participation
