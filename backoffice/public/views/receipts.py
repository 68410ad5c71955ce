"""Where the providers of SMS and e-mail say what became of a message. A machine speaks: no page, no cookie, no form token; the address is the proof.

Whoever asks without the right address is told what she would be told of any address that does not exist, before anything that she sent is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from backoffice.notifications.services.receipts import message_of, receive, token_in
from backoffice.public.views.base import SecretView

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST = 16_384


@method_decorator(csrf_exempt, name="dispatch")
class ReceiptView(SecretView):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        message_of(token)
        said = said_in(request)
        if said is None:
            return HttpResponseBadRequest()
        receive(token=token, said=said, now=timezone.now())
        return HttpResponse(status=204)


@method_decorator(csrf_exempt, name="dispatch")
class MailReceiptView(SecretView):
    """One address for all e-mails, set once at their provider: each event brings back the signature that its e-mail carried."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        said = said_in(request)
        if said is None:
            return HttpResponseBadRequest()
        receive(token=token_in(said), said=said, now=timezone.now())
        return HttpResponse(status=204)


def said_in(request: HttpRequest) -> dict[str, Any] | None:
    """The JSON object of the request; None when it is something else, too long or too deep to be a receipt."""
    try:
        said = json.loads(request.read(LONGEST))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
