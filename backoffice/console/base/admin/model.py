"""BackofficeAdmin: what every registered admin inherits (checked by `manage.py check`), and the inlines that go with it.

A subclass declares activities, `place_of` where the paths of its queryset do not say it, and its columns. It never widens a queryset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from backoffice.console.base.admin.deletion import DeletionMixin
from backoffice.console.base.admin.fields import ScopedFieldsMixin, offered_rows
from backoffice.console.base.admin.filters import ScopedFiltersMixin
from backoffice.console.base.admin.forms import BackofficeForm
from backoffice.console.base.admin.history import HistoryMixin
from backoffice.console.base.admin.journal import JournalMixin
from backoffice.console.base.admin.panels import PanelsMixin
from backoffice.console.base.admin.perimeter import ActivitiesMixin, PerimeterMixin
from backoffice.console.base.admin.relations import ListedRelationsMixin, ReadRelationsMixin
from backoffice.console.base.admin.transfer import TransferMixin
from backoffice.console.base.history import record, signed

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.forms import BaseFormSet, ModelForm
    from django.http import HttpRequest, HttpResponse

NOT_SAVED = (
    "Rien n’est encore enregistré. Lisez en bas de page les messages qui partiraient, puis enregistrez de nouveau."
)


class BackofficeAdmin(
    PerimeterMixin,
    ScopedFieldsMixin,
    ListedRelationsMixin,
    ScopedFiltersMixin,
    HistoryMixin,
    DeletionMixin,
    PanelsMixin,
    JournalMixin,
    TransferMixin,
    ModelAdmin,
):
    form = BackofficeForm
    change_form_after_template = "console/before_saving.html"
    # A reason is asked on each change; with True, a change without reason is refused.
    reason_required = False
    # Fields whose change needs a reason, when the others do not.
    reason_required_for: tuple[str, ...] = ()
    list_per_page = 25
    list_max_show_all = 0
    list_filter_submit = True
    warn_unsaved_form = True
    view_on_site = False
    save_on_top = False
    empty_value_display = "—"

    def _paths(self) -> QuerySet:
        return self.model._default_manager.all()

    @property
    def territory_field(self) -> str | None:
        """The field that names the territory of the row, if the row has one of its own."""
        path = self._paths().territory_path
        return path if path and "__" not in path else None

    @property
    def organisation_field(self) -> str | None:
        """The field through which the row belongs to one organisation."""
        path = self._paths().organisation_path
        return path.split("__")[0] if path and path != self.organisations_field else None

    @property
    def organisations_field(self) -> str | None:
        """The many-to-many field through which the row belongs to several organisations."""
        path = self._paths().organisation_path
        return path if path in {field.name for field in self.opts.many_to_many} else None

    def territory_choices(self, request: HttpRequest) -> list[Model]:
        """The territories where the user may put a row of this model; none when she is not limited."""
        perimeter = request.user.perimeter
        if self.territory_field is None or perimeter.is_unlimited:
            return []
        rows = offered_rows(self.admin_site, request, self.opts.get_field(self.territory_field).remote_field.model)
        return list(rows.filter(pk__in=perimeter.holding(self.add_activity or self.change_activity).territories)[:2])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A list is called by the name of its rows."""
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.request, form.model_admin = request, self
        return form

    def asks_reason(self, request: HttpRequest, obj: Model | None) -> bool:
        if not hasattr(self.model, "history"):
            return False
        if obj is None:
            return self.reason_required
        return self.has_change_permission(request, obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        row, form = options.get("obj"), context["adminform"].form
        context["show_history"] = row is not None and self.has_history_permission(request, row)
        context["reason_field"] = form["change_reason"] if "change_reason" in form.fields else None
        if form.is_bound and form.foretold:
            messages.warning(request, NOT_SAVED)
        return super().render_change_form(request, context, **options)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        record(obj, user=request.user, reason=form.cleaned_data.get("change_reason", ""))

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list[BaseFormSet], change: bool) -> None:
        with signed(form.instance, user=request.user, reason=form.cleaned_data.get("change_reason", "")):
            super().save_related(request, form, formsets, change)

    def get_changeform_datasets(self, request: HttpRequest) -> tuple:
        """unfold runs the actions of a dataset before any permission: closed."""
        return ()


class BackofficeInlineMixin(ActivitiesMixin, ScopedFieldsMixin, ReadRelationsMixin):
    """Rows of another model on a form. The place of the parent decides; foreign rows are not listed."""

    extra = 0
    form = BackofficeForm
    reason_required = False
    reason_required_for = ()
    territory_field = organisation_field = organisations_field = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.none() if self.view_activity is None else rows.visible_to(request.user, self.view_activity)

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type[BaseFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.request, formset.form.model_admin = request, self
        return formset

    def asks_reason(self, request: HttpRequest, obj: Model | None) -> bool:
        return False

    def territory_choices(self, request: HttpRequest) -> list[Model]:
        return []

    def _may_on_parent(self, request: HttpRequest, activity: str | None, parent: Model | None) -> bool:
        if parent is None or parent.pk is None:
            return self.holds(request, activity)
        places = self.admin_site.get_model_admin(type(parent)).places_of(parent)
        return any(self.may_at(request, activity, place) for place in places)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.holds(request, self.view_activity)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_on_parent(request, self.add_activity, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_on_parent(request, self.change_activity, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_on_parent(request, self.delete_activity, obj)


class BackofficeTabularInline(BackofficeInlineMixin, TabularInline):
    pass


class BackofficeStackedInline(BackofficeInlineMixin, StackedInline):
    pass
