"""Root addresses."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("", admin.site.urls)]

handler500 = "backoffice.console.views.server_error"
