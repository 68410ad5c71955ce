"""Addresses of the forms that create actions and séances, under the admin's own addresses."""

from django.urls import path

from backoffice.actions.views.calendar import CalendarView
from backoffice.actions.views.days import DayDialog
from backoffice.actions.views.feeds import FeedDialog
from backoffice.actions.views.news import NewsDialog
from backoffice.actions.views.planning import AddOccurrencesDialog, NewActionDialog
from backoffice.actions.views.recipes import RecipeDialog, RecipesView
from backoffice.actions.views.zones import ChangeZoneDialog

urlpatterns = [
    path("directory/territory/<int:territory_id>/fuseau/", ChangeZoneDialog.as_view(), name="change_zone"),
    path("actions/facilitator/<int:facilitator_id>/nouvelles/", NewsDialog.as_view(), name="facilitator_news"),
    path("actions/facilitator/<int:facilitator_id>/agenda/", FeedDialog.as_view(), name="facilitator_feed"),
    path("recettes/", RecipesView.as_view(), name="recipes"),
    path("recettes/<slug:recipe_code>/", RecipeDialog.as_view(), name="recipe"),
    path("calendrier/", CalendarView.as_view(), name="calendar"),
    path("actions/collectiveaction/add/", NewActionDialog.as_view(), name="new_action"),
    path("actions/collectiveaction/<int:action_id>/seances/", AddOccurrencesDialog.as_view(), name="add_occurrences"),
    path("actions/collectiveaction/<int:action_id>/journee/", DayDialog.as_view(), name="add_day"),
]
