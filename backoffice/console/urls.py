"""Addresses of the console outside the admin."""

from django.urls import path

from backoffice.console import views

urlpatterns = [path("vie", views.alive, name="alive"), path("pret", views.ready, name="ready")]
