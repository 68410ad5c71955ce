"""What every page without an account shares: no cache, no referrer, no search engine, no script; a wrong secret answers like one that never was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.views import View

from backoffice.console.base.errors import OutOfPerimeter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


class SecretView(View):
    """A page behind a secret address."""

    http_method_names = ("get", "head", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except OutOfPerimeter as error:
            response = self.unknown(error)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    def unknown(self, error: OutOfPerimeter) -> HttpResponse:
        raise Http404(error.message) from error
