"""Verbs of policies: submit a draft, publish it, try it beside what decides, return to an older revision, export and import a draft.

Reading is beside: `documents` (draft ⇄ document), `checking`, `scenarios`, `in_force` (what applies, compiled), `vocabulary` (the facts)."""

from backoffice.policies.services.editing import (
    remove_rule,
    remove_scenario,
    save_policy,
    save_rule,
    save_scenario,
    set_parameter,
)
from backoffice.policies.services.publication import publish, publish_return, submit
from backoffice.policies.services.transfer import export_policy, import_policy
from backoffice.policies.services.trials import start_trial, stop_trial

__all__ = [
    "export_policy",
    "import_policy",
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
]
