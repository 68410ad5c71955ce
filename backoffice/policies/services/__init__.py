"""Verbs of policies: submit a draft, publish it, try it beside what decides, return to an older revision, export and import a draft.

Reading is beside: `documents` (draft ⇄ document), `checking`, `scenarios`, `in_force` (what applies, compiled), `vocabulary` (the facts)."""

from backoffice.policies.services.arranging import duplicate_rule, move_rule, switch_rule
from backoffice.policies.services.editing import (
    remove_rule,
    remove_scenario,
    save_policy,
    save_rule,
    save_scenario,
    set_parameter,
)
from backoffice.policies.services.publication import call_off, publish, publish_return, submit
from backoffice.policies.services.transfer import export_policy, import_policy
from backoffice.policies.services.trials import start_trial, stop_trial
from backoffice.policies.services.undoing import undo_last_change

__all__ = [
    "call_off",
    "duplicate_rule",
    "export_policy",
    "import_policy",
    "move_rule",
    "publish",
    "publish_return",
    "remove_rule",
    "remove_scenario",
    "save_policy",
    "save_rule",
    "save_scenario",
    "set_parameter",
    "start_trial",
    "stop_trial",
    "submit",
    "switch_rule",
    "undo_last_change",
]
