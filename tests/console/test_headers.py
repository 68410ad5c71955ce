"""Headers that keep pages private: nothing loaded from elsewhere, nothing left on a shared computer."""

from __future__ import annotations

import pytest


@pytest.fixture
def signed_in(client, nadia):
    client.force_login(nadia)
    return client


def test_a_page_of_somebody_signed_in_is_never_kept(signed_in):
    cache = signed_in.get("/")["Cache-Control"]

    assert "no-store" in cache
    assert "private" in cache


def test_a_page_without_session_may_be_kept(client, db):
    assert "no-store" not in client.get("/jsi18n/").get("Cache-Control", "")


def test_the_same_page_is_not_kept_with_a_session(signed_in):
    assert "no-store" in signed_in.get("/jsi18n/")["Cache-Control"]


@pytest.mark.parametrize("address", ["/login/", "/", "/inconnu/"])
def test_scripts_and_styles_come_from_here_only(client, db, address):
    policy = dict(part.split(" ", 1) for part in client.get(address)["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'unsafe-eval'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert not any("http" in sources or "*" in sources for sources in policy.values())
