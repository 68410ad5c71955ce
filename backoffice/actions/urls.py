"""Addresses of the forms that create actions and séances, under the admin's own addresses."""

from django.urls import path

from backoffice.actions.views.planning import AddOccurrencesDialog, NewActionDialog

urlpatterns = [
    path("actions/collectiveaction/add/", NewActionDialog.as_view(), name="new_action"),
    path("actions/collectiveaction/<int:action_id>/seances/", AddOccurrencesDialog.as_view(), name="add_occurrences"),
]
