"""The error pages: French, alone in the world, with what happened and what to do."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from backoffice.console.site import ConsoleSite
from tests.console.english import english_in, read


@pytest.fixture
def visitor(client, nadia):
    """A signed-in browser that shows error pages instead of raising."""
    client.force_login(nadia)
    client.raise_request_exception = False
    return client


def failing_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(ConsoleSite, "each_context", fail)


def bad_host(visitor, monkeypatch):
    return visitor.get(reverse("admin:index"), headers={"host": "ailleurs.example.org"})


def refused(visitor, monkeypatch):
    failing_with(PermissionDenied(), monkeypatch)
    return visitor.get(reverse("admin:index"))


def expired_form(visitor, monkeypatch):
    return Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "a", "password": "b"})


def nowhere(visitor, monkeypatch):
    return visitor.get("/nulle-part/")


def failure(visitor, monkeypatch):
    failing_with(RuntimeError("détail interne"), monkeypatch)
    return visitor.get(reverse("admin:index"))


CASES = [
    (bad_host, 400, "Cette demande n’a pas été comprise"),
    (refused, 403, "Votre rôle ne permet pas cette action"),
    (expired_form, 403, "Cette page a expiré"),
    (nowhere, 404, "Cette page n’existe pas, ou vous n’y avez pas accès"),
    (failure, 500, "Le site n’a pas pu répondre"),
]


@pytest.mark.parametrize(("happening", "status", "heading"), CASES, ids=[case[0].__name__ for case in CASES])
def test_an_error_page_says_what_happened_and_what_to_do(happening, status, heading, visitor, monkeypatch):
    response = happening(visitor, monkeypatch)
    html = response.content.decode()
    assert response.status_code == status
    assert [heading, "Que faire ?", "Revenir à l’accueil"] == [
        text for text in read(html) if text in {heading, "Que faire ?", "Revenir à l’accueil"}
    ]
    assert not english_in(html)


@pytest.mark.parametrize(("happening", "status", "heading"), CASES, ids=[case[0].__name__ for case in CASES])
def test_an_error_page_needs_nothing_else(happening, status, heading, visitor, monkeypatch):
    html = happening(visitor, monkeypatch).content.decode()
    assert '<html lang="fr">' in html
    assert not re.search(r"<script|<link|<img|/static/", html)


def test_the_code_shown_is_the_code_logged(visitor, monkeypatch, caplog):
    with caplog.at_level(logging.ERROR):
        html = failure(visitor, monkeypatch).content.decode()
    code = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", html)[0]
    assert code in caplog.text
    assert "détail interne" not in html


def test_two_failures_have_two_codes(visitor, monkeypatch):
    pages = [failure(visitor, monkeypatch).content for _ in range(2)]
    assert pages[0] != pages[1]
