"""Deleting a row from the admin: only a row that nothing depends on. Nothing is removed by cascade."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import NestedObjects
from django.http import HttpResponseRedirect
from django.utils.text import capfirst

from backoffice.console.base.history import signed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

ELSEWHERE = "Des éléments d’une autre organisation l’utilisent aussi."
SAY_WHY = "Dites pourquoi. La raison reste dans l’historique. Rien n’a été supprimé."


def dependents(rows: Iterable[Model]) -> list[Model]:
    """What a deletion would remove or refuse, apart from the rows themselves and their own links."""
    rows = list(rows)
    collector = NestedObjects(using="default")
    collector.collect(rows)
    found = [*collector.protected]
    for model, instances in collector.data.items():
        if not model._meta.auto_created:
            found.extend(instances)
    return [row for row in found if row not in rows]


def visible_among(rows: list[Model], user: Any) -> list[Model]:
    """The rows that `user` may see; models without perimeter are never shown."""
    keys: dict[type[Model], set[Any]] = {}
    for row in rows:
        keys.setdefault(type(row), set()).add(row.pk)
    visible = []
    for model, wanted in keys.items():
        manager = model._default_manager.all()
        if hasattr(manager, "visible_to"):
            visible.extend(manager.visible_to(user).filter(pk__in=wanted))
    return visible


class DeletionMixin:
    """For ModelAdmin."""

    delete_confirmation_template = "console/delete_confirmation.html"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deletion of many rows at once."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_deleted_objects(self, objs: Iterable[Model], request: HttpRequest) -> tuple[list, dict, set, list]:
        """Django's four answers: what goes, how many, permissions lacking (none: decided before), what prevents it."""
        objs = list(objs)
        linked = dependents(objs)
        return (
            [str(row) for row in objs],
            {self.opts.verbose_name_plural: len(objs)},
            set(),
            self._reasons(linked, request),
        )

    def _reasons(self, linked: list[Model], request: HttpRequest) -> list[str]:
        """Counts of what the user may see; of the rest, only that it exists."""
        visible = visible_among(linked, request.user)
        counts = Counter(type(row) for row in visible)
        lines = [f"{capfirst(model._meta.verbose_name_plural)} : {number}" for model, number in counts.items()]
        return sorted(lines) + [ELSEWHERE] * (len(visible) < len(linked))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "POST" and self.reason_required and not _reason(request):
            messages.error(request, SAY_WHY)
            return HttpResponseRedirect(request.get_full_path())
        extra = {"reason_required": self.reason_required, **(extra_context or {})}
        return super().delete_view(request, object_id, extra)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with signed(obj, user=request.user, reason=_reason(request)):
            obj.delete()


def _reason(request: HttpRequest) -> str:
    return request.POST.get("change_reason", "").strip()[:250]
