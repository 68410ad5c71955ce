"""Traps set for the whole suite: an unknown variable in one of our templates, a list read in an order that nobody asked for."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db.models import QuerySet
from django.template import engines
from django.template.base import FilterExpression, Parser

TEMPLATES = Path(__file__).parents[1] / "templates"
# Copies of other people's templates: their variables are as loose as in the original.
OVERRIDES = {"admin", "unfold", "registration"}
DEFAULTS = {"default", "default_if_none"}


def is_ours(origin: Any) -> bool:
    """Whether a template was written here, and not by a package."""
    path = Path(getattr(origin, "name", "") or "")
    return path.is_relative_to(TEMPLATES) and path.relative_to(TEMPLATES).parts[0] not in OVERRIDES


class Unknown(str):
    """What Django shows for an unknown variable. Django asks for its truth at the moment it is shown, from the expression itself."""

    seen: list[str]

    def __bool__(self) -> bool:
        expression = sys._getframe(1).f_locals.get("self")
        if isinstance(expression, Expression) and is_ours(expression.origin) and not foreseen(expression):
            self.seen.append(f"{{{{ {expression.token} }}}} in {Path(expression.origin.name).relative_to(TEMPLATES)}")
        return False


class Expression(FilterExpression):
    """Knows the template that it was written in."""

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        self.origin = parser.origin


def foreseen(expression: FilterExpression) -> bool:
    """The template itself says what to show when the variable is not there."""
    return any(function.__name__ in DEFAULTS for function, _arguments in expression.filters)


@contextmanager
def unknown_variables() -> Iterator[list[str]]:
    """Collects what our templates show of variables that do not exist."""
    unknown, seen = Unknown(""), []
    unknown.seen = seen
    engine = engines["django"].engine
    compiled = patch.object(Parser, "compile_filter", lambda parser, token: Expression(token, parser))
    with compiled, patch.object(engine, "string_if_invalid", unknown):
        yield seen


@contextmanager
def unordered_lists_shuffled(seed: str) -> Iterator[None]:
    """A queryset of ours without an order comes back in another one than the database's, the same at each run of a test."""
    fetch, dice = QuerySet._fetch_all, random.Random(seed)

    def fetch_all(rows: QuerySet) -> None:
        fresh = rows._result_cache is None
        fetch(rows)
        if fresh and not rows.ordered and rows.model.__module__.startswith("backoffice."):
            shuffle(rows._result_cache, dice)

    with patch.object(QuerySet, "_fetch_all", fetch_all):
        yield


def shuffle(rows: list, dice: random.Random) -> None:
    """In place, and never the order it had."""
    before = [id(row) for row in rows]
    dice.shuffle(rows)
    if before == [id(row) for row in rows]:
        rows.reverse()


def every_decision_replays_and_every_seat_is_counted() -> None:
    """Each decision that was made, evaluated again with its own policy and facts, comes out the same; counters agree with rows."""
    from backoffice.booking.models import Decision
    from backoffice.booking.services import audit, replay

    for decision in Decision.objects.order_by("pk"):
        assert replay(decision=decision), f"decision {decision.pk} ({decision.outcome}) does not replay"
    faults = audit()
    assert not faults, "\n".join(map(str, faults))
