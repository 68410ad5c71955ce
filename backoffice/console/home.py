"""The first page: what each role needs in the morning. Blocks are chosen by activity; nobody gets a block that her role cannot act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    return context
