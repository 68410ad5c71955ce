"""Root addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("backoffice.console.urls")),
    path("", include("backoffice.public.urls")),
    path("", admin.site.urls),
]

handler500 = "backoffice.console.views.server_error"
