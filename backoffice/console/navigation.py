"""The sidebar: groups of entries, each shown to whoever holds its activity somewhere, and only when its page exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Entry:
    """A link named by its URL name; `activity` None: everybody who may enter. `badge`: the path of a function that counts what waits there."""

    title: str
    icon: str
    url_name: str
    activity: Activity | None = None
    badge: str = ""

    @property
    def link(self) -> str:
        """The address, "" while the page does not exist."""
        try:
            return reverse(f"admin:{self.url_name}")
        except NoReverseMatch:
            return ""


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "Aujourd’hui",
        (
            Entry("Accueil", "home", "index"),
            Entry("À compléter", "checklist", "to_complete", Activity.ATTENDANCE),
        ),
    ),
    (
        "Actions collectives",
        (
            Entry("Séances", "event", "actions_occurrence_changelist", Activity.VIEW),
            Entry("Calendrier", "calendar_month", "calendar", Activity.VIEW),
            Entry("Listes d’attente", "hourglass_empty", "waiting_lists", Activity.ENROL),
            Entry("Orienter", "directions", "orient_list", Activity.ENROL),
            Entry("Mes orientations", "assignment_ind", "prescriptions", Activity.ENROL),
            Entry("Actions", "groups", "actions_collectiveaction_changelist", Activity.VIEW),
            Entry("Animation", "person_raised_hand", "actions_facilitator_changelist", Activity.PLAN),
            Entry("Absences", "event_busy", "actions_absence_changelist", Activity.PLAN),
            Entry("Fermetures", "block", "directory_closure_changelist", Activity.PLAN),
        ),
    ),
    (
        "Personnes",
        (
            Entry("Personnes", "person_search", "people_usager_changelist", Activity.VIEW_PEOPLE),
            Entry("Messages", "sms", "notifications_outboxmessage_changelist", Activity.VIEW_PEOPLE),
            Entry(
                "Non remis",
                "sms_failed",
                "undelivered",
                Activity.VIEW_PEOPLE,
                "backoffice.booking.views.undelivered.badge",
            ),
        ),
    ),
    (
        "Configuration",
        (
            Entry("Recettes", "menu_book", "recipes", Activity.CONFIGURE),
            Entry("Motifs", "category", "catalogue_motif_changelist", Activity.CONFIGURE),
            Entry("Règles", "rule", "policies_policy_changelist", Activity.CONFIGURE),
            Entry("Champs", "dynamic_form", "people_customfield_changelist", Activity.CONFIGURE),
            Entry("Libellés", "label", "catalogue_typelabel_changelist", Activity.CONFIGURE),
            Entry("Textes des messages", "edit_note", "wordings", Activity.CONFIGURE),
            Entry("Catégories", "sell", "catalogue_motifcategory_changelist", Activity.CONFIGURE),
            Entry("Lieux", "location_on", "directory_venue_changelist", Activity.CONFIGURE),
            Entry("Vacances scolaires", "beach_access", "directory_schoolholiday_changelist", Activity.CONFIGURE),
            Entry("Services", "workspaces", "directory_service_changelist", Activity.CONFIGURE),
        ),
    ),
    (
        "Pilotage",
        (
            Entry("Inscriptions", "how_to_reg", "booking_participation_changelist", Activity.VIEW),
            Entry("Coût des SMS", "payments", "message_costs", Activity.EXPORT_STATISTICS),
            Entry("Décisions", "balance", "booking_decision_changelist", Activity.READ_JOURNAL),
        ),
    ),
    (
        "Territoire",
        (
            Entry("Organisations", "domain", "directory_organisation_changelist", Activity.MANAGE_TERRITORY),
            Entry("Groupes", "hub", "directory_organisationgroup_changelist", Activity.MANAGE_TERRITORY),
            Entry("Agents", "badge", "directory_user_changelist", Activity.MANAGE_USERS),
            Entry("Rôles", "admin_panel_settings", "directory_role_changelist", Activity.MANAGE_USERS),
            Entry("Droits", "key", "directory_membership_changelist", Activity.MANAGE_USERS),
            Entry("Réglages du territoire", "tune", "directory_territory_changelist", Activity.MANAGE_TERRITORY),
        ),
    ),
)


def group_of(link: str) -> str:
    """The title of the group where this address stands; "" for a page that no entry leads to."""
    return next((title for title, entries in GROUPS if any(link and entry.link == link for entry in entries)), "")


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of this user, in unfold's form; a group without entry is not shown."""
    groups = [{"title": title, "items": items_for(request, entries)} for title, entries in GROUPS]
    return [group for group in groups if group["items"]]


def items_for(request: HttpRequest, entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    perimeter = getattr(request.user, "perimeter", None)
    shown = [
        entry
        for entry in entries
        if perimeter is not None and (entry.activity is None or perimeter.has(entry.activity)) and entry.link
    ]
    return [item(entry) for entry in shown]


def item(entry: Entry) -> dict[str, str]:
    shown = {"title": entry.title, "icon": entry.icon, "link": entry.link}
    return shown | ({"badge": entry.badge} if entry.badge else {})
