"""SMS through Brevo, a French provider that public services use already (rdv-insertion does). Its documented API, and what each answer means here.

Facts, from developers.brevo.com as read in November 2026:
- `POST /v3/transactionalSMS/send`, header `api-key`; a JSON of `recipient`, `sender` (11 letters or digits at most), `content`, `type`, `tag`,
  `webUrl` (called at each event of this very message) and `unicodeEnabled`; 201 with `messageId` (reference/send-async-transactional-sms).
- Without `unicodeEnabled`, letters that GSM-7 lacks are replaced by others (changelog/unicode-option-on-all-sms-endpoints): it is asked as soon
  as our counter says UCS-2, and only then, so that the text shown is the text that leaves.
- Errors are a JSON with `code` and `message`; 402 is an empty account; 429 says in `x-sib-ratelimit-reset` for how many seconds (docs/limit-headers).
- `GET /v3/transactionalSMS/statistics/events?tags=…` tells the events of a tag, a hundred times an hour (reference/get-sms-events,
  docs/api-limits). Silence there proves nothing: the events may come later.
- A call-back is a JSON whose `msg_status` says the state (docs/transactional-webhooks). Its body is not signed: the address that we give is.

An answer that came whole is believed. A request that may have left and whose answer did not come whole is lost, and is never sent again by us:
urllib3 repeats nothing, follows nothing, and each message has a connection of its own, so that no late answer is read as the answer to another."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import urllib3
from django.conf import settings
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from backoffice.notifications.enums import MessageState, Trouble
from backoffice.notifications.services.carriers.port import Answer, Envelope, Receipt, Verdict
from backoffice.notifications.values.sms import Encoding, SmsSize

if TYPE_CHECKING:
    from backoffice.people.models import Usager

CONNECT_SECONDS, READ_SECONDS = 3, 10
LONGEST_ANSWER = 16_384
LONGEST_WAIT_SECONDS = 3600
SEND, EVENTS = "/v3/transactionalSMS/send", "/v3/transactionalSMS/statistics/events"
ACCOUNT = {401, 402, 403}
OVERLOADED = {429, 503}
# msg_status → what it means for whoever reads the list. A word that is not here changes nothing.
RECEIPTS: dict[str, Receipt] = {
    "sent": (MessageState.SENT, ""),
    "accepted": (MessageState.SENT, ""),
    "delivered": (MessageState.DELIVERED, ""),
    "replied": (MessageState.DELIVERED, ""),
    "soft_bounce": (MessageState.UNDELIVERED, Trouble.NOT_REACHED),
    "hard_bounce": (MessageState.UNDELIVERED, Trouble.WRONG_NUMBER),
    "rejected": (MessageState.UNDELIVERED, Trouble.REFUSED),
    "skip": (MessageState.UNDELIVERED, Trouble.REFUSED),
    "blacklisted": (MessageState.UNDELIVERED, Trouble.OPPOSED),
    "unsubscribe": (MessageState.UNDELIVERED, Trouble.OPPOSED),
}


@dataclass(frozen=True)
class Reply:
    """An answer of the provider. `said` is empty when its body was cut or is not a JSON object."""

    status: int
    said: dict[str, Any]
    wait_seconds: int = 0


class BrevoSms:
    may_repeat = False

    def address_of(self, contact: Usager) -> str:
        return contact.phone if contact.can_receive_sms else ""

    def send(self, envelope: Envelope) -> Answer:
        try:
            reply = ask("POST", SEND, written(envelope))
        except (NewConnectionError, ConnectTimeoutError):
            return Answer(Verdict.LATER, trouble=Trouble.UNREACHABLE)
        except HTTPError as error:
            return answer_without_reply(error)
        return answer_to(reply)

    def lookup(self, key: str) -> bool | None:
        """True when the provider has told something about this key; None otherwise, for its silence proves nothing."""
        try:
            reply = ask("GET", f"{EVENTS}?{urlencode({'tags': key, 'limit': 1})}")
        except HTTPError:
            return None
        events = reply.said.get("events") if reply.status == 200 else None
        return True if isinstance(events, list) and any(is_about(event, key) for event in events) else None

    def receipt_in(self, said: dict[str, Any]) -> Receipt | None:
        status = said.get("msg_status")
        return RECEIPTS.get(status.lower()) if isinstance(status, str) else None


def written(envelope: Envelope) -> dict[str, Any]:
    """The request, as the documentation asks for it."""
    request: dict[str, Any] = {
        "type": "transactional",
        "sender": envelope.sender or settings.SMS_PROVIDER["sender"],
        "recipient": envelope.address,
        "content": envelope.body,
        "tag": envelope.key,
        "unicodeEnabled": SmsSize(envelope.body).encoding == Encoding.UCS2,
    }
    return request | ({"webUrl": envelope.receipt_url} if envelope.receipt_url else {})


def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Reply:
    """One request and its answer. Raises what urllib3 raises when the answer has no status; a body that is cut is an empty one."""
    headers = {"api-key": settings.SMS_PROVIDER["key"], "Accept": "application/json", "Connection": "close"}
    options: dict[str, Any] = {} if body is None else {"json": body}
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    with urllib3.PoolManager(ssl_context=trust(), timeout=timeout, retries=False) as manager:
        response = manager.request(
            method,
            settings.SMS_PROVIDER["url"] + path,
            headers=headers,
            redirect=False,
            preload_content=False,
            **options,
        )
        with response:
            return Reply(response.status, said_in(response), seconds_of(response.headers.get("x-sib-ratelimit-reset")))


@cache
def trust() -> ssl.SSLContext:
    """The authorities of the machine, read once a process."""
    return ssl.create_default_context()


def said_in(response: urllib3.BaseHTTPResponse) -> dict[str, Any]:
    try:
        said = json.loads(response.read(LONGEST_ANSWER))
    except (HTTPError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def seconds_of(value: str | None) -> int:
    return min(int(value), LONGEST_WAIT_SECONDS) if value and value.isdecimal() else 0


def answer_to(reply: Reply) -> Answer:
    """What a status means. A failure that the provider does not word itself comes from something before it, which may have passed the message on."""
    if 200 <= reply.status < 300:
        return Answer(Verdict.ACCEPTED, reference=str(reply.said.get("messageId", "")))
    if reply.status in ACCOUNT:
        return Answer(Verdict.LATER, trouble=Trouble.ACCOUNT, wait_seconds=reply.wait_seconds)
    if reply.status in OVERLOADED or (reply.status == 500 and "code" in reply.said):
        return Answer(Verdict.LATER, trouble=Trouble.UNREACHABLE, wait_seconds=reply.wait_seconds)
    if 400 <= reply.status < 500 and reply.status != 408:
        return Answer(Verdict.REFUSED, trouble=Trouble.REFUSED)
    return Answer(Verdict.LOST)


def answer_without_reply(error: HTTPError) -> Answer:
    """A certificate that is refused is refused before anything is said; for all the rest, nobody knows."""
    causes = (error, error.__cause__, *error.args)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Answer(Verdict.LATER, trouble=Trouble.UNREACHABLE)
    return Answer(Verdict.LOST)


def is_about(event: Any, key: str) -> bool:
    return isinstance(event, dict) and event.get("tag") == key
