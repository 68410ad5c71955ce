"""The page shown when the site itself fails: it tells the user a code, and the log the same code."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from django.http import HttpResponseServerError
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Handler of errors 500. Nothing of the request is used to render: it may be what failed."""
    code = "-".join(secrets.token_hex(2).upper() for _ in range(2))
    logger.error("Error page shown with code %s", code, extra={"error_code": code})
    return HttpResponseServerError(render_to_string("500.html", {"code": code}))
