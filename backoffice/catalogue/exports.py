"""Motifs as a table, to prepare many of them at once or to take them to another territory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from backoffice.catalogue.enums import MotifKind, Openness, VenueKind, WaitlistMode
from backoffice.catalogue.models import Instruction, Motif, MotifCategory, TypeLabel
from backoffice.catalogue.models.motifs import usual_moments
from backoffice.catalogue.values import BETWEEN, Written, written_in
from backoffice.console.base.history import record, remove
from backoffice.console.base.resources import (
    BooleanColumn,
    ChoiceColumn,
    Column,
    NumberColumn,
    RelationColumn,
    RelationsColumn,
    ScopedResource,
)
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, Service

if TYPE_CHECKING:
    from django.db.models import QuerySet


def own_organisations(user: Any) -> QuerySet:
    return Organisation.objects.where_held(user, Activity.CONFIGURE).select_related("territory")


def services(user: Any) -> QuerySet:
    return Service.objects.visible_to(user, Activity.CONFIGURE)


def categories(user: Any) -> QuerySet:
    return MotifCategory.objects.visible_to(user, Activity.CONFIGURE)


def type_labels(user: Any) -> QuerySet:
    return TypeLabel.objects.visible_to(user, Activity.CONFIGURE)


class ConsignesColumn(Column):
    """All the consignes of a motif in one cell, with their moments. A cell that is filled is the whole list; an empty one changes nothing."""

    def export(self, instance: Motif, **kwargs: Any) -> str:
        return f" {BETWEEN} ".join(map(str, getattr(instance, "imported_consignes", None) or stored(instance)))

    def clean(self, row: dict[str, Any], **kwargs: Any) -> tuple[Written, ...]:
        return written_in(str(row.get(self.column_name) or ""))

    def save(self, instance: Motif, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        if wanted := self.clean(row):
            kept = {each.text: each for each in stored(instance)}
            instance.imported_consignes = tuple(completed(each, kept.get(each.text)) for each in wanted)


def completed(written: Written, before: Written | None) -> Written:
    """Without marks, a consigne keeps those that it had, or takes the usual ones."""
    if written.moments is not None:
        return written
    return before or replace(written, moments=tuple(usual_moments()))


def stored(motif: Motif) -> tuple[Written, ...]:
    if motif.pk is None:
        return ()
    rows = sorted(motif.instructions.all(), key=lambda row: (row.position, row.pk))
    return tuple(Written(row.text, tuple(row.moments), row.must_be_accepted) for row in rows)


def keep_consignes(motif: Motif, wanted: tuple[Written, ...], *, user: Any, reason: str) -> None:
    """The same text stays the same row; what a person accepted is kept with her inscription, whatever becomes of the row."""
    rows = {row.text: row for row in motif.instructions.order_by("-position", "-pk")}
    for position, each in enumerate(wanted, 1):
        row = rows.pop(each.text, None) or Instruction(motif=motif, text=each.text)
        row.moments, row.must_be_accepted, row.position = list(each.moments or ()), each.must_be_accepted, position
        row.full_clean()
        record(row, user=user, reason=reason)
    for row in rows.values():
        remove(row, user=user, reason=reason)


class MotifTable(ScopedResource):
    """A line is about the live motif of the same service and name; the organisations say the territory of a new one."""

    name = Column("name", "Nom")
    public_name = Column("public_name", "Nom public")
    service = RelationColumn("service", "Service", services)
    category = RelationColumn("category", "Catégorie", categories)
    type_label = RelationColumn("type_label", "Libellé dans les messages", type_labels)
    organisations = RelationsColumn("organisations", "Organisations", own_organisations)
    kind = ChoiceColumn("kind", "Format", MotifKind)
    venue_kind = ChoiceColumn("venue_kind", "Type de lieu", VenueKind)
    default_duration_minutes = NumberColumn("default_duration_minutes", "Durée (minutes)")
    default_seats = NumberColumn("default_seats", "Places")
    waitlist_mode = ChoiceColumn("waitlist_mode", "Liste d’attente", WaitlistMode)
    waitlist_max = NumberColumn("waitlist_max", "Longueur maximale de la liste d’attente")
    waitlist_offer_hours = NumberColumn("waitlist_offer_hours", "Temps pour répondre (heures)")
    overbooking_max = NumberColumn("overbooking_max", "Inscriptions en surnombre")
    party_max = NumberColumn("party_max", "Personnes par inscription")
    openness = ChoiceColumn("openness", "Ouvert aux prescripteurs", Openness)
    consignes = ConsignesColumn("instructions", "Consignes")
    is_archived = BooleanColumn("is_archived", "Archivé")

    label = "Motifs"
    activity = Activity.CONFIGURE
    change_activity = Activity.CONFIGURE
    required_titles = ("Nom", "Service", "Organisations")
    related = ("service", "category", "type_label")
    prefetched = ("organisations", "instructions")

    class Meta:
        model = Motif

    def find(self, row: dict[str, Any]) -> Motif | None:
        rows = self.get_queryset().filter(is_archived=False, name=row["Nom"])
        found = [each for each in rows if str(each.service).casefold() == row["Service"].casefold()]
        if len(found) > 1:
            raise ValidationError("Plusieurs motifs portent ce nom dans vos territoires.")
        return found[0] if found else None

    def prepare(self, instance: Motif, row: dict[str, Any]) -> None:
        if not self.is_new:
            return
        try:
            rows = self.fields["organisations"].clean(row)
        except ValueError as error:
            raise ValidationError({"organisations": str(error)}) from None
        if len({each.territory_id for each in rows}) != 1:
            raise ValidationError({"organisations": "Dites une ou plusieurs organisations d’un même territoire."})
        instance.territory = rows[0].territory

    def save_m2m(self, instance: Motif, row: dict[str, Any], **kwargs: Any) -> None:
        super().save_m2m(instance, row, **kwargs)
        wanted = getattr(instance, "imported_consignes", None)
        if wanted:
            keep_consignes(instance, wanted, user=self.user, reason=self.reason)
