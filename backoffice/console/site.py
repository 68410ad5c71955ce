"""The admin site: who may enter, and what the first page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.urls import include, path
from unfold.sites import UnfoldAdminSite

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern, URLResolver

# Applications whose own admins show or run what no perimeter limits: tasks, Django's groups.
CLOSED_APPS = frozenset({"auth", "django_q"})
# Addresses that answer by content type and key, whatever the perimeter.
CLOSED_ADDRESSES = frozenset({"view_on_site"})
# Rooms with pages beside their admins, named as Django's own includes are: this module is loaded before any of them.
ROOMS_WITH_PAGES = ("actions", "booking", "notifications", "policies")


class ConsoleSite(UnfoldAdminSite):
    index_title = "Accueil"
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Admins of closed applications are left out; whatever the order of loading."""
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        kept = [model for model in models if model._meta.app_label not in CLOSED_APPS]
        if kept:
            super().register(kept, admin_class, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [each for each in super().get_urls() if getattr(each, "name", None) not in CLOSED_ADDRESSES]

    def extra_urls(self) -> list[URLPattern | URLResolver]:
        """Pages of our own; they come first, so that the séance's page stands where Django redirects to its form."""
        return [path("", include(f"backoffice.{room}.urls")) for room in ROOMS_WITH_PAGES]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        from backoffice.console.base.autocomplete import ScopedAutocompleteView

        return ScopedAutocompleteView.as_view(admin_site=self)(request)

    def search(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """unfold's own search is kept off: its answers outlive a revocation."""
        raise Http404


def environment(request: HttpRequest) -> tuple[str, str] | None:
    """The badge of the header, with unfold's colour: said where nothing is real."""
    return ("Démonstration", "warning") if getattr(settings, "IS_DEMO", False) else None
