"""What wraps every request: health pages before everything else, one log line, and headers that keep pages private."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.urls import resolve
from django.utils.cache import patch_cache_control

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    GetResponse = Callable[[HttpRequest], HttpResponse]

log = structlog.get_logger("requests")
HEALTH_PAGES = ("/vie", "/pret")


class HealthFirst:
    """Answers the health pages before host names, https, sessions and logs: a probe calls a machine by its address, over http."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH_PAGES:
            request.resolver_match = resolve(request.path_info)
            return request.resolver_match.func(request)
        return self.get_response(request)


class RequestLog:
    """One line a request: method, path without its query, status, duration, number of the user. `request_id` joins the lines of one request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=uuid.uuid4().hex[:12]):
            response = self.get_response(request)
            duration = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", request=request, status=response.status_code, duration_ms=duration)
        return response


class PrivatePages:
    """Sends the content security policy, and forbids any copy of a page served to somebody who has a session (shared computers)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, no_store=True, private=True)
        return response
