"""Verbs of policies: submit a draft, publish it, return to an older revision.

Reading is beside: `documents` (draft ⇄ document), `checking`, `scenarios`, `in_force` (what applies, compiled), `vocabulary` (the facts)."""

from backoffice.policies.services.publication import publish, publish_return, submit

__all__ = ["publish", "publish_return", "submit"]
