"""What other rooms show under the form of a row: a lower room never imports a higher one, so the higher one adds its panel."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

    Read = Callable[[HttpRequest, Model], dict[str, Any] | None]

FORM = "form"
# Shown before a change of the row is written: what saving it sends to people.
BEFORE_SAVING = "before saving"
_panels: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)


def add_panel(model: type[Model], template: str, read: Read, *, place: str = FORM) -> None:
    """Show `template` under the form of each row of `model` (or in another `place` that shows panels), with what `read(request, row)`
    returns; nothing when it returns None.

    `read` asks for its own rows through `visible_to(request.user)`."""
    _panels[model._meta.label, place].append((template, read))


def panels_of(request: HttpRequest, row: Model, place: str = FORM) -> Iterator[str]:
    """What the rooms show of a row in this place, as HTML."""
    for template, read in _panels.get((row._meta.label, place), ()):
        content = read(request, row)
        if content is not None:
            yield render_to_string(template, content, request)


class PanelsMixin:
    """For ModelAdmin."""

    change_form_outer_after_template = "console/panels.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        row = options.get("obj")
        context["panels"] = [] if row is None else list(panels_of(request, row))
        return super().render_change_form(request, context, **options)
