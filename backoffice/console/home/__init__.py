"""The first page: what each role needs in the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.console.home.blocks import blocks

if TYPE_CHECKING:
    from django.http import HttpRequest


def home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by unfold for the index page."""
    return {**context, **blocks(request.user, timezone.now()), "title": "Accueil"}
