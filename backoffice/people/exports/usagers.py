"""Files of usagers: import with look-alikes signalled, nominative export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from backoffice.console.base.resources import (
    BooleanColumn,
    ChoiceColumn,
    Column,
    DateColumn,
    RelationsColumn,
    ScopedResource,
)
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, Territory
from backoffice.people.enums import Language
from backoffice.people.models import Usager
from backoffice.people.services.answers import refuse_incomplete_file
from backoffice.people.values import folded, normalised_phone

if TYPE_CHECKING:
    from django.db.models import QuerySet

NO_ORGANISATION = "Dites l’organisation dans une colonne « Organisations »."


def own_organisations(user: Any) -> QuerySet:
    """Those whose files this person reads; names of the others are unknown to her tables."""
    return Organisation.objects.where_held(user, Activity.VIEW_PEOPLE).select_related("territory")


class PhoneColumn(Column):
    """Written as people read it; any spelling is read."""

    def export(self, instance: Usager, **kwargs: Any) -> str:
        try:
            return instance.readable_phone
        except ValueError:
            return instance.phone


class UsagerColumns(ScopedResource):
    last_name = Column("last_name", "Nom")
    first_name = Column("first_name", "Prénom")
    birth_date = DateColumn("birth_date", "Date de naissance")
    phone = PhoneColumn("phone", "Téléphone")
    email = Column("email", "Adresse e-mail")
    commune_code = Column("commune_code", "Code INSEE de la commune")
    commune = Column("commune", "Commune")
    language = ChoiceColumn("language", "Langue", Language)
    accepts_sms = BooleanColumn("accepts_sms", "Accepte les SMS")
    accepts_email = BooleanColumn("accepts_email", "Accepte les e-mails")
    is_contact_neutral = BooleanColumn("is_contact_neutral", "Contact neutre")
    organisations = RelationsColumn("organisations", "Organisations", own_organisations)

    label = "Usagers"
    prefetched = ("organisations",)

    class Meta:
        model = Usager


class UsagerExport(UsagerColumns):
    label = "Usagers, liste nominative"
    activity = Activity.EXPORT_NOMINATIVE


class UsagerImport(UsagerColumns):
    """A line is about a stored person when names and birth date agree, or names and contact when a birth date is missing."""

    activity = Activity.IMPORT_PEOPLE
    change_activity = Activity.EDIT_PEOPLE
    required_titles = ("Nom", "Prénom")

    def find(self, row: dict[str, Any]) -> Usager | None:
        self.alike = list(self._same_names(row))
        found = [each for each in self.alike if self._is_same(each, row)]
        if len(found) > 1:
            raise ValidationError("Plusieurs fiches correspondent à cette ligne. Réunissez-les d’abord.")
        return found[0] if found else None

    def _same_names(self, row: dict[str, Any]) -> QuerySet:
        names = f" {folded(row.get('Nom', ''))} {folded(row.get('Prénom', ''))}"
        return Usager.objects.visible_to(self.user, Activity.VIEW_PEOPLE).filter(search_text=names)

    def _is_same(self, stored: Usager, row: dict[str, Any]) -> bool:
        born, contacts = self._born(row), self._contacts(row, stored)
        if born and stored.birth_date:
            return stored.birth_date == born
        if contacts:
            return bool(contacts & {stored.phone, stored.email.lower()} - {""})
        return not (born or stored.birth_date or stored.phone or stored.email)

    def _born(self, row: dict[str, Any]) -> Any:
        try:
            return self.fields["birth_date"].clean({"Date de naissance": "", **row})
        except ValueError:
            return None

    def _contacts(self, row: dict[str, Any], stored: Usager) -> set[str]:
        try:
            phone = normalised_phone(row.get("Téléphone", ""), stored.territory.time_zone)
        except ValidationError:
            phone = ""
        return {phone, row.get("Adresse e-mail", "").strip().lower()} - {""}

    def prepare(self, instance: Usager, row: dict[str, Any]) -> None:
        if not self.is_new:
            return
        row["Organisations"] = row.get("Organisations") or self._only_organisation()
        instance.territory = self._territory(row["Organisations"])
        if self.alike:
            births = (str(each.birth_date.year) if each.birth_date else "inconnue" for each in self.alike)
            self.warnings.append(
                f"Une fiche porte déjà ce nom (année de naissance : {', '.join(births)}). Est-ce la même personne ?"
            )

    def before_save_instance(self, instance: Usager, row: dict[str, Any], **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        if self.is_new:
            refuse_incomplete_file(instance, self.user)

    def _only_organisation(self) -> str:
        """Somebody who works in one organisation need not name it."""
        rows = list(own_organisations(self.user)[:2])
        if len(rows) != 1:
            raise ValidationError({"organisations": NO_ORGANISATION})
        return str(rows[0])

    def _territory(self, names: str) -> Territory:
        try:
            rows = self.fields["organisations"].clean({"Organisations": names})
        except ValueError as error:
            raise ValidationError({"organisations": str(error)}) from None
        if len({each.territory_id for each in rows}) > 1:
            raise ValidationError({"organisations": "Ces organisations sont dans des territoires différents."})
        return rows[0].territory
