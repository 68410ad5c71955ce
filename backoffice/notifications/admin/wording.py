"""Texts and sendings, as rows with their history. What is not here is inherited: the page « Textes des messages » shows both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin import display

from backoffice.catalogue.models import TypeLabel
from backoffice.console.base.admin import BackofficeAdmin, BackofficeForm, add_panel
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Change
from backoffice.notifications.models import ChangeNotice, MessageTemplate
from backoffice.notifications.services.twin import twin_of_label

if TYPE_CHECKING:
    from django.http import HttpRequest


class WordingAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW
    add_activity = change_activity = delete_activity = Activity.CONFIGURE
    history_activity = Activity.READ_JOURNAL
    list_select_related = ("territory", "motif", "action")


@admin.register(MessageTemplate)
class MessageTemplateAdmin(WordingAdmin):
    list_display = ("event", "channel", "language", "sending", "motif", "action", "territory")
    list_filter = ("event", "channel", "language", "motif", "territory")
    fieldsets = (
        ("Quand", {"fields": ("territory", ("event", "channel", "language"), ("motif", "action"))}),
        ("Texte", {"fields": ("sending", "subject", "body")}),
    )


class ChangeNoticeForm(BackofficeForm):
    changes = forms.MultipleChoiceField(
        label="Changements annoncés",
        choices=Change.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "bo-checkbox"}),
        help_text="Les personnes inscrites reçoivent un message quand l’un d’eux change. Aucun : elles ne sont pas prévenues.",
    )


@admin.register(ChangeNotice)
class ChangeNoticeAdmin(WordingAdmin):
    form = ChangeNoticeForm
    list_display = ("shown_place", "shown_changes", "territory")
    list_filter = ("motif", "territory")
    fields = ("territory", ("motif", "action"), "changes")

    @display(description="niveau")
    def shown_place(self, row: ChangeNotice) -> str:
        return row.place

    @display(description="changements annoncés")
    def shown_changes(self, row: ChangeNotice) -> str:
        return ", ".join(row.change_labels) or "Aucun"


def twin_panel(request: HttpRequest, label: TypeLabel) -> dict[str, Any] | None:
    """For whoever configures the label: what it makes of real messages."""
    if not request.user.perimeter.may(Activity.CONFIGURE, territory_id=label.territory_id):
        return None
    return {"label": label, "twin": twin_of_label(label)}


add_panel(TypeLabel, "notifications/label_panel.html", twin_panel)
