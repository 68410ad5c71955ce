"""A log line says who by number, never by name, phone, address or typed text: canaries are planted and looked for."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from backoffice.booking.services import book, cancel
from backoffice.booking.values import Actor
from backoffice.directory.models import User
from backoffice.notifications.services import deliver_due
from settings.logging import json_logging
from tests import world

NAME, FIRST_NAME = "Zanzibarlou", "Quetzalie"
PHONE, EMAIL = "06 39 98 76 54", "quetzalie.zanzibarlou@example.org"
CANARIES = (NAME, FIRST_NAME, "39987654", "39 98 76 54", EMAIL, "jeton-tres-secret")


def fails(_request, **_parts):
    raise ValueError(f"{NAME} {PHONE} {EMAIL}")


def refuses(_request, **_parts):
    raise PermissionDenied(NAME)


def answers_twice(_request):
    User.objects.create(email=EMAIL)
    User.objects.create(email=EMAIL)


urlpatterns = [
    path("echec", fails),
    path("rdv/<str:token>/<int:number>/annuler", fails),
    path("refus/<slug:token>", refuses),
    path("doublon", answers_twice),
]


@pytest.fixture
def lines():
    """The log of production, as it would be written, from now on."""
    stream = io.StringIO()
    config = json_logging()
    config["handlers"]["console"]["stream"] = stream
    root = logging.getLogger()
    before = root.handlers[:]
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def assert_no_canary(lines):
    text = json.dumps(lines, ensure_ascii=False)
    assert lines, "nothing was logged: the test proves nothing"
    assert [canary for canary in CANARIES if canary.lower() in text.lower()] == []


def test_a_request_is_one_line_without_its_query(lines, visitor, nadia):
    visitor.force_login(nadia)
    visitor.get("/", {"q": NAME})

    (line,) = [line for line in lines() if line["logger"] == "requests"]
    assert (line["method"], line["path"], line["status"], line["user"]) == ("GET", "/", 200, nadia.pk)
    assert line["duration_ms"] > 0
    assert_no_canary([line])


def test_nobody_signed_in_is_nobody_in_the_log(lines, visitor, db):
    visitor.post("/login/", {"username": EMAIL, "password": NAME})

    assert lines()[-1]["user"] is None
    assert_no_canary(lines())


@override_settings(ROOT_URLCONF=__name__)
def test_textual_parts_of_a_path_are_named_and_numbers_are_kept(lines, visitor, db):
    visitor.get("/rdv/jeton-tres-secret/12/annuler")
    visitor.get(f"/inconnu/{NAME}")

    paths = [line["path"] for line in lines() if line["logger"] == "requests"]
    assert paths == ["/rdv/<token>/12/annuler", "<unknown>"]
    assert_no_canary(lines())


@override_settings(ROOT_URLCONF=__name__)
def test_an_exception_is_named_with_its_frames_and_not_quoted(lines, visitor, db):
    visitor.get("/echec", {"nom": NAME})

    (line,) = [line for line in lines() if line["logger"] == "django.request"]
    assert line["error"] == ["ValueError"]
    assert line["event"] == "Internal Server Error: /echec"
    assert any(frame.endswith(" fails") for frame in line["frames"])
    assert_no_canary(lines())


@override_settings(ROOT_URLCONF=__name__)
def test_a_refused_row_is_known_by_its_constraint(lines, visitor, db):
    with transaction.atomic():
        visitor.get("/doublon")
        transaction.set_rollback(True)

    (line,) = [line for line in lines() if line["logger"] == "django.request"]
    assert "IntegrityError" in line["error"]
    assert_no_canary(lines())


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_does_not_say_why_to_the_log(lines, visitor, db):
    visitor.get("/refus/jeton-tres-secret")

    assert_no_canary(lines())


def test_booking_telling_and_cancelling_name_nobody(lines, crest, nadia, settings, monkeypatch):
    usager = world.usager(crest, NAME, FIRST_NAME, phone=PHONE, email=EMAIL)
    occurrence = world.occurrence(world.action(crest))
    actor = Actor.agent(nadia)
    monkeypatch.setattr("backoffice.notifications.services.carriers.SimulatedSms.send", lambda *_: fails(None))
    booking = book(occurrence_id=occurrence.pk, usager_id=usager.pk, actor=actor, idempotency_key="k")
    deliver_due(now=timezone.now())
    monkeypatch.undo()
    cancel(participation_id=booking.participation.pk, actor=actor, by_service=False)
    deliver_due(now=timezone.now())

    events = [line["event"] for line in lines()]
    assert "carrier_failed" in events
    assert "message_settled" in events
    assert_no_canary(lines())


def test_libraries_quote_nobody_either(lines):
    logging.getLogger("django-q").error(f"Failed 'tick' (four-tango) - ValueError({NAME}) : Traceback {PHONE}")
    logging.getLogger("django.db.backends.base").error("Error calling %s (%s).", "wake", IntegrityError(EMAIL))
    logging.getLogger("gunicorn.error").warning("mail to %(to)s, call %(phone)s", {"to": EMAIL, "phone": PHONE})
    structlog.get_logger("messages").info("typed", text=f"call +33639987654 or {EMAIL}")

    assert [line["event"] for line in lines()] == [
        "Failed 'tick' (four-tango)",
        "Error calling wake (IntegrityError).",
        "mail to <e-mail>, call <phone>",
        "typed",
    ]
    assert_no_canary(lines())


def test_the_net_of_canaries_catches(lines):
    structlog.get_logger("messages").info("typed", text=NAME)

    with pytest.raises(AssertionError):
        assert_no_canary(lines())
