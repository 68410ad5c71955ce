"""À l’essai, at the référente's screen: start with a reason and an end, read what differs, stop."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from backoffice.policies.models import Trial
from tests import world
from tests.booking.dialogs.screens import browser, text, url


@pytest.fixture
def at_claires(claire):
    return browser(claire)


def start(client, policy, **changes):
    policy.refresh_from_db()
    last_day = (timezone.localdate() + timedelta(days=14)).isoformat()
    fields = {"version": policy.draft_version, "reason": "Voir deux semaines", "last_day": last_day, **changes}
    return client.post(url("start_trial", policy.pk), fields, follow=True)


def test_a_trial_is_started_read_and_stopped(at_claires, policy, from_26, ask, crest, drome):
    assert "Mettre à l’essai" in text(at_claires.get(url("policy", policy.pk)))
    assert "au moins 26 ans" in text(at_claires.get(url("start_trial", policy.pk)))
    assert "Lancé par Claire Test" in text(start(at_claires, policy))
    ask(world.usager(crest, "Alix", birth_date=date(1980, 1, 1)))
    ask(world.usager(crest, "Bintou", birth_date=date(2006, 1, 1)))

    page = text(at_claires.get(url("trial", policy.pk)))

    assert "1 demande sur 2 aurait eu une autre réponse." in page
    assert "Règle « moins-de-26 »" in page
    assert "ALIX Inès" in page
    assert "1 sur 2 demandes aurait eu une autre réponse" in text(at_claires.get(url("policy", policy.pk)))
    assert "Mettre à l’essai" not in text(at_claires.get(url("policy", policy.pk)))
    stopped = text(at_claires.post(url("stop_trial", policy.pk), {"reason": "On a compris"}, follow=True))
    assert "Arrêté par Claire Test" in stopped
    assert "« On a compris »" in stopped


def test_what_was_typed_is_kept_when_a_trial_is_refused(at_claires, policy, from_26):
    shown = text(start(at_claires, policy, last_day="2020-01-01"))

    assert "La fin de l’essai est déjà passée" in shown
    assert "Voir deux semaines" in shown
    assert not Trial.objects.exists()


def test_an_agent_reads_no_trial_and_a_policy_without_trial_says_so(at_claires, policy, from_26, nadia):
    assert "Aucun essai." in text(at_claires.get(url("trial", policy.pk)))
    at_nadias = browser(nadia)

    assert at_nadias.get(url("trial", policy.pk)).status_code == 403
    assert start(at_nadias, policy).status_code == 403
    assert at_claires.get(url("trial", policy.pk), {"essai": "999"}).status_code == 404
