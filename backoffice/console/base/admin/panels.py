"""What other rooms show under the form of a row: a lower room never imports a higher one, so the higher one adds its panel."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

    Read = Callable[[HttpRequest, Model], dict[str, Any] | None]

_panels: dict[str, list[tuple[str, Any]]] = defaultdict(list)


def add_panel(model: type[Model], template: str, read: Read) -> None:
    """Show `template` under the form of each row of `model`, with what `read(request, row)` returns; nothing when it returns None.

    `read` asks for its own rows through `visible_to(request.user)`."""
    _panels[model._meta.label].append((template, read))


class PanelsMixin:
    """For ModelAdmin."""

    change_form_outer_after_template = "console/panels.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        row = options.get("obj")
        context["panels"] = [] if row is None else list(self._rendered(request, row))
        return super().render_change_form(request, context, **options)

    def _rendered(self, request: HttpRequest, row: Model) -> Any:
        for template, read in _panels[self.opts.label]:
            content = read(request, row)
            if content is not None:
                yield render_to_string(template, content, request)
