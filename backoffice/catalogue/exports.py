"""Motifs as a table, to prepare many of them at once or to take them to another territory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from backoffice.catalogue.enums import MotifKind, Openness, VenueKind, WaitlistMode
from backoffice.catalogue.models import Motif, MotifCategory, TypeLabel
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
    is_archived = BooleanColumn("is_archived", "Archivé")

    label = "Motifs"
    activity = Activity.CONFIGURE
    change_activity = Activity.CONFIGURE
    required_titles = ("Nom", "Service", "Organisations")
    related = ("service", "category", "type_label")
    prefetched = ("organisations",)

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
