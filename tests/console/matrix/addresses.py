"""Every address of the product, found by the resolver, with what it is about. An address that is not declared here fails the suite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import URLPattern, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

MISSING = 999_999
# Pages about a model as a whole, and about one row of it.
OF_MODEL = {"changelist", "add", "import", "export", "process_import"}
OF_ROW = {"change", "history", "delete", "simple_history", "copy", "texts", "tell_instructions"}
# Pages of our own about one row: what the number in the address is.
PAGES_OF_ROW = {
    "seance": "actions.Occurrence",
    "enrol": "actions.Occurrence",
    "enrol_new_person": "actions.Occurrence",
    "attendance": "actions.Occurrence",
    "seats": "actions.Occurrence",
    "edit_series": "actions.Occurrence",
    "cancel_series": "actions.Occurrence",
    "undo_edit": "actions.SeriesEdit",
    "change_zone": "directory.Territory",
    "seance_quotas": "actions.Occurrence",
    "move_people": "actions.Occurrence",
    "write_to": "actions.Occurrence",
    "close_seance": "actions.Occurrence",
    "reopen_seance": "actions.Occurrence",
    "cancel_seance": "actions.Occurrence",
    "cancel_group": "actions.Occurrence",
    "tell_action": "actions.CollectiveAction",
    "action_quotas": "actions.CollectiveAction",
    "move": "booking.Participation",
    "add_occurrences": "actions.CollectiveAction",
    "add_day": "actions.CollectiveAction",
    "day": "actions.OccurrenceGroup",
    "day_sheets": "actions.OccurrenceGroup",
    "station_page": "actions.OccurrenceGroup",
    "facilitator_feed": "actions.Facilitator",
    "facilitator_news": "actions.Facilitator",
    "participation": "booking.Participation",
    "cancel": "booking.Participation",
    "resend": "notifications.OutboxMessage",
    "say_received": "notifications.OutboxMessage",
    "let_through": "notifications.OutboxMessage",
    "let_territory_through": "directory.Territory",
    "called": "notifications.OutboxMessage",
    "leave_aside": "notifications.OutboxMessage",
    "promote": "booking.Participation",
    "propose": "booking.Participation",
    "accept_offer": "booking.Participation",
    "decline_offer": "booking.Participation",
    "reorder": "booking.Participation",
    "link": "booking.Participation",
    "lottery": "actions.Occurrence",
    "prepare_lottery": "actions.Occurrence",
    "draw_lottery": "actions.Occurrence",
    "attendance_correction": "booking.Participation",
    "approve": "booking.Participation",
    "reject": "booking.Participation",
    "decision": "booking.Decision",
    "decision_sheet": "booking.Decision",
    "decision_scenario": "booking.Decision",
    "seance_why": "actions.Occurrence",
    "orient": "actions.Occurrence",
    "reopen_sheet": "actions.Occurrence",
    "sign_in_sheet": "actions.Occurrence",
    "enrol_list": "actions.Occurrence",
    "batch": "booking.BatchEnrolment",
    "batch_report": "booking.BatchEnrolment",
    "batch_line": "booking.BatchLine",
    "cancel_prescription": "booking.Prescription",
    "move_prescription": "booking.Prescription",
    "policy": "policies.Policy",
    "policy_settings": "policies.Policy",
    "new_rule": "policies.Policy",
    "rule": "policies.Policy",
    "remove_rule": "policies.Policy",
    "gabarits": "policies.Policy",
    "new_filled_rule": "policies.Policy",
    "filled_rule": "policies.Policy",
    "move_rule": "policies.Policy",
    "duplicate_rule": "policies.Policy",
    "switch_rule": "policies.Policy",
    "undo_change": "policies.Policy",
    "policy_grid": "policies.Policy",
    "parameter": "policies.Policy",
    "try_policy": "policies.Policy",
    "remove_scenario": "policies.Policy",
    "publish_policy": "policies.Policy",
    "submit_policy": "policies.Policy",
    "return_to_revision": "policies.Policy",
    "call_off_revision": "policies.Policy",
    "export_policy": "policies.Policy",
    "import_policy": "policies.Policy",
    "revision_affected": "policies.Policy",
    "replay": "policies.Policy",
    "trial": "policies.Policy",
    "start_trial": "policies.Policy",
    "keep_case": "policies.Policy",
    "stop_trial": "policies.Policy",
    "tell_instructions": "catalogue.Motif",
    "label_preview": "catalogue.TypeLabel",
    "territory_wordings": "directory.Territory",
    "territory_changes": "directory.Territory",
    "territory_wording": "directory.Territory",
    "territory_inherit": "directory.Territory",
    "motif_wordings": "catalogue.Motif",
    "motif_changes": "catalogue.Motif",
    "motif_wording": "catalogue.Motif",
    "motif_inherit": "catalogue.Motif",
    "action_wordings": "actions.CollectiveAction",
    "action_changes": "actions.CollectiveAction",
    "action_wording": "actions.CollectiveAction",
    "action_inherit": "actions.CollectiveAction",
}
# The other numbers of an address, each of a row that goes with the first one.
PARTS = {"rule_id": "policies.Rule", "scenario_id": "policies.Scenario", "revision_id": "policies.PolicyRevision"}
# Pages about nobody in particular. True: open to everybody, signed in or not.
SITE = {
    "alive": True,
    "ready": True,
    "login": True,
    "logout": False,
    "index": False,
    "password_change": False,
    "password_change_done": False,
    "jsi18n": False,
    "search": False,
    "autocomplete": False,
    "app_list": False,
    "new_action": False,
    "calendar": False,
    "recipes": False,
    "recipe": False,
    "feed": True,
    "partner": True,
    "place": True,
    "place_with_slash": True,
    "place_cancel": True,
    "place_accept": True,
    "place_decline": True,
    "place_instructions": True,
    "place_calendar": True,
    "receipt": True,
    "mail_receipts": True,
    "new_policy": False,
    "waiting_lists": False,
    "orient_list": False,
    "prescriptions": False,
    "to_complete": False,
    "undelivered": False,
    "message_costs": False,
    "decision_faults": False,
    "wordings": False,
    "hold_messages": False,
    "bell": False,
}
# Django's own: the old address of a form, and the page for what no other address answers.
UNNAMED = {"<path:object_id>/", "(?P<url>.*)$"}


@dataclass(frozen=True)
class Address:
    """One pattern: its route with holes, its name, the model that it is about and whether it is about one row."""

    route: str
    name: str
    label: str = ""
    of_row: bool = False
    is_public: bool = False

    def for_row(self, row: Model | None, parts: dict[str, Model] | None = None) -> str:
        """The address of a row, with those of its parts; or of a row that does not exist."""
        version = row.history.first() if row is not None and hasattr(row, "history") else None
        known = {name: parts[label].pk for name, label in PARTS.items() if parts and label in parts}
        known |= {"version_id": version.history_id} if version else {}

        def key(hole: re.Match) -> str:
            default = MISSING if hole[1] in {*PARTS, "version_id"} else getattr(row, "pk", MISSING)
            return str(known.get(hole[1], default))

        return "/" + re.sub(r"<(?:int|path|str|slug):(\w+)>", key, self.route)

    @property
    def plain(self) -> str:
        return "/" + self.route.replace("^", "").replace("$", "")


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each
        else:
            yield from patterns(each, route)


def undeclared() -> list[str]:
    return [route for route, each in patterns() if described(route, each.name) is None]


def every() -> list[Address]:
    return [address for route, each in patterns() if (address := described(route, each.name)) is not None]


def described(route: str, name: str | None) -> Address | None:
    if name in PAGES_OF_ROW:
        return Address(route, name, PAGES_OF_ROW[name], of_row=True)
    if name in SITE:
        return Address(route, name, is_public=SITE[name])
    if name is None:
        return unnamed(route)
    for model in admin.site._registry:
        kind = name.removeprefix(f"{model._meta.app_label}_{model._meta.model_name}_")
        if kind in OF_MODEL | OF_ROW and kind != name:
            return Address(route, kind, model._meta.label, of_row=kind in OF_ROW)
    return None


def unnamed(route: str) -> Address | None:
    for ending in UNNAMED:
        if route.endswith(ending):
            prefix = route.removesuffix(ending)
            models = (
                each for each in admin.site._registry if prefix == f"{each._meta.app_label}/{each._meta.model_name}/"
            )
            model = next(models, None)
            return Address(route, "redirect", model._meta.label if model else "", of_row=model is not None)
    return None
