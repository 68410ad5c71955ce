"""Logs: one event a line, identifiers only (reliability R58). A log line may say who by number, never by name, phone, address or typed text.

Three rules make it so. A path is shown without its query, and with the *names* of its textual parts (`/rdv/<token>`). An exception is shown
by its type, its constraint and its frames, never by its message, which quotes rows (« Key (phone)=(…) already exists »). What looks like an
e-mail address or a phone number is masked, should a library write one."""

from __future__ import annotations

import re
import sys
import traceback
from typing import Any

import structlog

MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?<!\w)(?:(?:\+|00)\d{2,3}(?:[ .-]?\d){6,12}|0[1-9](?:[ .-]?\d{2}){4})(?!\w)"), "<phone>"),
)
FRAMES_SHOWN = 12
Event = dict[str, Any]


def shown_path(request: Any) -> str:
    """/participation/12/annuler as it is; /rdv/Xy7…/ as /rdv/<token>/; an address that leads nowhere is not repeated at all."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return "<unknown>"
    path = request.path
    for name, value in match.kwargs.items():
        if isinstance(value, str) and value and not value.isdecimal():
            path = path.replace(value, f"<{name}>")
    return path


def foreign_text(_logger: Any, _method: str, event: Event) -> Event:
    """A line of a library: its text, with exceptions named instead of quoted, and the path of a request shown as above."""
    record, arguments = event["_record"], event.pop("positional_args", ()) or ()
    request = getattr(record, "request", None)

    def shown(value: Any) -> Any:
        if isinstance(value, BaseException):
            return type(value).__qualname__
        return shown_path(request) if value == getattr(request, "path", None) else value

    if isinstance(arguments, tuple) and arguments:
        event["event"] %= tuple(shown(value) for value in arguments)
    elif arguments:
        event["event"] %= {name: shown(value) for name, value in arguments.items()}
    if record.name == "django-q":  # "Failed 'tick' (name) - what was raised, with its message and its trace"
        event["event"] = event["event"].partition(" - ")[0]
    return event


def described_request(_logger: Any, _method: str, event: Event) -> Event:
    """`request=…` becomes method, path and the number of the signed-in user, if the view asked who she is."""
    request = event.pop("request", None)
    if request is not None:
        user = getattr(request, "_cached_user", None)
        event.update(method=request.method, path=shown_path(request), user=getattr(user, "pk", None))
    return event


def described_exception(_logger: Any, _method: str, event: Event) -> Event:
    """`exc_info` becomes the types of the chain, the names that the database gives, and the frames."""
    found = event.pop("exc_info", None)
    error = sys.exception() if found is True else found[1] if isinstance(found, tuple) else found
    if not isinstance(error, BaseException):
        return event
    event["error"] = [type(link).__qualname__ for link in chain_of(error)]
    for link in chain_of(error):
        if diagnosis := getattr(link, "diag", None):
            event.update(sqlstate=diagnosis.sqlstate, constraint=diagnosis.constraint_name)
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_SHOWN:]
    event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def chain_of(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def masked(_logger: Any, _method: str, event: Event) -> Event:
    """The last fence: addresses and phone numbers in any text of the line."""
    for name, value in event.items():
        if isinstance(value, str) and name != "timestamp":
            for pattern, mask in MASKS:
                value = pattern.sub(mask, value)
            event[name] = value
    return event


# Both kinds of lines, ours and those of libraries, are clean before any handler sees them.
CLEANING = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    described_request,
    described_exception,
    masked,
]


def logging_with(renderer: Any) -> dict:
    """The configuration of the standard library's logging, every line passing through `renderer`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "event": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [foreign_text, *CLEANING],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                "use_get_message": False,
                "pass_foreign_args": True,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Django would also mail whole requests to ADMINS: they hold what people typed.
            "django": {"handlers": [], "level": "INFO"},
            "django.request": {"level": "ERROR"},
            "django-q": {"level": "WARNING"},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }


def json_logging() -> dict:
    """Production: one JSON object a line."""
    return logging_with(structlog.processors.JSONRenderer(sort_keys=True))


structlog.configure(
    processors=[*CLEANING, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = logging_with(structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0))
