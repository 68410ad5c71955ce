"""Who may do what on which row. Permissions come from the memberships of the user, never from Django's permissions.

A subclass declares activities; None means never, for anybody. A row that the user may not see does not exist (404)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from backoffice.console.base.places import Place, places_by_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


class ActivitiesMixin:
    """What each act on the model asks for."""

    view_activity: str | None = None
    add_activity: str | None = None
    change_activity: str | None = None
    delete_activity: str | None = None
    import_activity: str | None = None
    export_activity: str | None = None
    # Reading the history; None: whoever sees the row reads its history.
    history_activity: str | None = None
    # Being offered rows of this model in the selects of other screens; None: whoever may see the list.
    choice_activity: str | None = None

    def holds(self, request: HttpRequest, activity: str | None) -> bool:
        """The activity is held somewhere: enough for a menu entry, never enough to act on a row."""
        user = request.user
        return activity is not None and user.is_authenticated and user.perimeter.has(activity)

    def place_of(self, row: Model) -> Place:
        """(territory_id, organisation_id or None) of a row, by the paths of its queryset; override where it lives elsewhere."""
        return places_by_path(row)[0]

    def places_of(self, row: Model) -> tuple[Place, ...]:
        """Every place of a row. Holding the activity at one of them is enough to act on it."""
        if type(self).place_of is ActivitiesMixin.place_of:
            return places_by_path(row)
        return (self.place_of(row),)

    def may_at(self, request: HttpRequest, activity: str | None, place: Place) -> bool:
        territory_id, organisation_id = place
        return self.holds(request, activity) and request.user.perimeter.may(
            activity, territory_id=territory_id, organisation_id=organisation_id
        )

    def may_at_one_of(self, request: HttpRequest, activity: str | None, places: Iterable[Place]) -> bool:
        """A row that lives nowhere yet is the business of the super-administrator only."""
        everywhere = self.holds(request, activity) and request.user.perimeter.is_unlimited
        return everywhere or any(self.may_at(request, activity, place) for place in places)


class PerimeterMixin(ActivitiesMixin):
    """Rows and permissions of a ModelAdmin."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.none() if self.view_activity is None else rows.visible_to(request.user, self.view_activity)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        row = super().get_object(request, object_id, from_field or None)
        if row is not None:
            self._judgements(request)["see", self.opts.label, row.pk] = True
        return row

    def get_object_or_404(self, request: HttpRequest, object_id: str) -> Model:
        """For views of our own: the row through the perimeter."""
        row = self.get_object(request, str(object_id))
        if row is None:
            raise Http404
        return row

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        raise Http404

    def _judgements(self, request: HttpRequest) -> dict[tuple, bool]:
        """What was decided about rows during this request: the row as stored decides, not as a form has changed it since."""
        return request.__dict__.setdefault("perimeter_judgements", {})

    def _stored(self, request: HttpRequest, row: Any) -> Model | None:
        """unfold gives its action permissions a key instead of a row."""
        return row if isinstance(row, self.model) else self.get_object(request, str(row))

    def sees(self, request: HttpRequest, row: Any) -> bool:
        row = self._stored(request, row)
        if row is None:
            return False
        judgements, key = self._judgements(request), ("see", self.opts.label, row.pk)
        if key not in judgements:
            judgements[key] = self.get_queryset(request).filter(pk=row.pk).exists()
        return judgements[key]

    def may(self, request: HttpRequest, activity: str | None, row: Any = None) -> bool:
        """`activity` is held at one of the places of `row`, which the user sees (or somewhere, without row)."""
        if row is None or not self.holds(request, activity):
            return self.holds(request, activity)
        row = self._stored(request, row)
        if row is None or not self.sees(request, row):
            return False
        judgements, key = self._judgements(request), (activity, self.opts.label, row.pk)
        if key not in judgements:
            judgements[key] = self.may_at_one_of(request, activity, self.places_of(row))
        return judgements[key]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        held = self.holds(request, self.view_activity)
        return held if obj is None else held and self.sees(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, self.add_activity)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.change_activity, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.delete_activity, obj)

    def has_history_permission(self, request: HttpRequest, obj: Any) -> bool:
        if not hasattr(self.model, "history"):
            return False
        if self.history_activity is None:
            return self.has_view_permission(request, obj)
        return self.may(request, self.history_activity, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, self.view_activity)
