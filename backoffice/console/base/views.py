"""Pages of our own inside the admin: signed in, with the sidebar, about objects of the user's perimeter.

An object out of the perimeter answers 404, exactly as one that does not exist; a role without the activity answers 403 with a sentence.
Refuses to be mounted without the admin's own door: `as_view` wraps every page with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter

if TYPE_CHECKING:
    from collections.abc import Callable


class ConsoleView(View):
    """One page. Subclasses load their objects in `prepare` and say what to show in `context`."""

    template_name: ClassVar[str]
    title = ""
    sidebar_link = ""

    @classmethod
    def as_view(cls, **options: Any) -> Callable[..., HttpResponse]:
        return admin.site.admin_view(super().as_view(**options))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.prepare(**kwargs)
            return super().dispatch(request, *args, **kwargs)
        except OutOfPerimeter as error:
            raise Http404(error.message) from error
        except NotAllowed as error:
            return self.refused(error)

    def prepare(self, **kwargs: Any) -> None:
        """Load what the address names. Raises OutOfPerimeter or NotAllowed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render(self.template_name, self.context())

    def context(self) -> dict[str, Any]:
        return {}

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The template inside the admin's layout."""
        self.request.current_app = admin.site.name
        layout = {} if self.is_fragment else admin.site.each_context(self.request)
        shared = {**layout, "title": self.title, "is_fragment": self.is_fragment}
        return TemplateResponse(self.request, template, {**shared, **context}, status=status)

    def refused(self, error: NotAllowed) -> HttpResponse:
        template = "console/refused_fragment.html" if self.is_fragment else "console/refused.html"
        return self.render(template, {"message": error.message, "title": "Action non autorisée"}, status=403)

    @property
    def is_fragment(self) -> bool:
        """The page already on screen asked for a piece of this one (htmx)."""
        return self.request.headers.get("HX-Request") == "true"

    def safe_next(self, default: str) -> str:
        """Where the user comes from, when it is an address of ours."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next", "")
        allowed = url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure())
        return wanted if allowed else default
