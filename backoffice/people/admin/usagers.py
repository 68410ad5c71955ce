"""The files of usagers: found by half a name, half a phone number, with or without accents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin import display

from backoffice.console.base.admin import BackofficeAdmin
from backoffice.directory.enums import Activity
from backoffice.people.admin.answers import AnswersMixin
from backoffice.people.enums import FieldSubject
from backoffice.people.exports import UsagerExport, UsagerImport, with_answers
from backoffice.people.forms import UsagerForm
from backoffice.people.models import CustomField, Usager
from backoffice.people.services import follow_with_relatives

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest


@admin.register(Usager)
class UsagerAdmin(AnswersMixin, BackofficeAdmin):
    view_activity = Activity.VIEW_PEOPLE
    add_activity = change_activity = Activity.EDIT_PEOPLE
    import_activity = Activity.IMPORT_PEOPLE
    export_activity = Activity.EXPORT_NOMINATIVE
    history_activity = Activity.READ_JOURNAL
    form = UsagerForm
    import_resources = (UsagerImport,)
    export_resources = (UsagerExport,)

    list_display = ("full_name", "birth_year", "phone_number", "commune", "followed_by")
    list_filter = ("organisations", "territory", "is_contact_neutral", "language")
    ordering = ("search_text", "pk")
    search_fields = ("search_text",)
    search_help_text = "Début du nom ou du prénom, ou derniers chiffres du téléphone."
    fieldsets = (
        ("Identité", {"fields": ("territory", ("last_name", "first_name"), ("birth_date", "language"))}),
        (
            "Contact",
            {
                "fields": (
                    ("phone", "email"),
                    ("accepts_sms", "accepts_email"),
                    ("commune", "commune_code"),
                    "responsible",
                    "is_contact_neutral",
                )
            },
        ),
        ("Suivi", {"fields": ("organisations",)}),
    )

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        fields = self.transferred_fields(request, is_exportable=True)
        return [with_answers(each, fields) for each in super().get_export_resource_classes(request)]

    def get_import_resource_classes(self, request: HttpRequest) -> list[Any]:
        fields = self.transferred_fields(request)
        return [with_answers(each, fields) for each in super().get_import_resource_classes(request)]

    def transferred_fields(self, request: HttpRequest, **only: bool) -> list[CustomField]:
        rows = CustomField.objects.visible_to(request.user, Activity.VIEW_PEOPLE).about(FieldSubject.PERSON)
        return list(rows.filter(**only))

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow_with_relatives(user=request.user, usager=form.instance)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return queryset.matching(search_term), False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("organisations")

    @display(description="personne", ordering="search_text")
    def full_name(self, row: Usager) -> str:
        return str(row)

    @display(description="naissance")
    def birth_year(self, row: Usager) -> str:
        return str(row.birth_date.year) if row.birth_date else ""

    @display(description="téléphone")
    def phone_number(self, row: Usager) -> str:
        return row.readable_phone

    @display(description="organisations")
    def followed_by(self, row: Usager) -> str:
        return ", ".join(each.name for each in row.organisations.all())
