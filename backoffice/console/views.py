"""Pages outside the admin: the health of the service, and the page shown when the site itself fails.

/vie: the process answers, and touches nothing. /pret: the service works, from the database to the worker. Neither needs an account, neither
says a version or a name. A load balancer follows /vie: a silent worker must not take web servers away; alerts and deployments follow /pret."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from django.http import HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backoffice.console.services.readiness import problems

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"etat": "vivant"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    found = problems()
    is_ready = not any(found.values())
    state, status = ("prêt", 200) if is_ready else ("pas prêt", 503)
    controls = {name: problem or "ok" for name, problem in found.items()}
    return JsonResponse(
        {"etat": state, "controles": controls}, status=status, json_dumps_params={"ensure_ascii": False}
    )


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Handler of errors 500: it tells the user a code, and the log the same code. Nothing of the request is used to render: it may be what failed."""
    code = "-".join(secrets.token_hex(2).upper() for _ in range(2))
    logger.error("Error page shown with code %s", code, extra={"error_code": code})
    return HttpResponseServerError(render_to_string("500.html", {"code": code}))
