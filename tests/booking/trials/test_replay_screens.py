"""What the référente reads under the editor, on the page of the replay and on the page of publication."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from backoffice.booking.models import ReplayRun
from backoffice.booking.services import advance_replays
from backoffice.booking.services.backtesting import asking
from backoffice.directory.models import Membership, Role
from backoffice.notifications.enums import Beat
from backoffice.notifications.models import Heartbeat
from tests import world
from tests.booking.dialogs.screens import browser, text, url


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(asking, "async_task", lambda _name: None)


@pytest.fixture
def at_claires(claire):
    return browser(claire)


@pytest.fixture
def past(ask, crest, from_26):
    born = {"Alix": date(1980, 1, 1), "Bintou": date(2006, 1, 1)}
    return [ask(world.usager(crest, name, birth_date=day)) for name, day in born.items()]


@pytest.fixture
def worker_lives(db):
    Heartbeat.objects.create(name=Beat.TICK, beaten_at=timezone.now())


@pytest.mark.usefixtures("past", "worker_lives")
def test_the_replay_is_asked_followed_and_read(at_claires, policy):
    editor = text(at_claires.get(url("policy", policy.pk)))
    assert "commencera de lui-même dans la minute" in editor

    asked = text(at_claires.post(url("replay", policy.pk), {"act": "ask"}, follow=True))
    assert 'hx-trigger="every 2s"' in asked
    assert "Le rejeu attend son tour" in asked
    assert "Le rejeu n’est pas terminé" in text(at_claires.get(url("publish_policy", policy.pk)))
    advance_replays()

    editor = text(at_claires.get(url("policy", policy.pk)))
    summary = "1 demande sur 2 aurait une autre réponse : 1 inscription de moins, 1 refus de plus."
    assert summary in editor
    assert "every 2s" not in editor
    assert summary in text(at_claires.get(url("publish_policy", policy.pk)))
    page = text(at_claires.get(url("replay", policy.pk)))
    assert "Inscrite → Refusée (1 demande)" in page
    assert "ALIX Inès" in page
    assert "L’âge le jour de la séance est d’au moins 26 ans (ici : 46 ans)" in page
    assert "n’ont pas osé demander" in page


@pytest.mark.usefixtures("past", "worker_lives")
def test_without_the_right_to_names_people_are_invented(policy, drome):
    """A role that configures without reading files."""
    role = Role.objects.create(territory=drome, name="Règles", activities=["view", "configure"])
    paule = world.user("Paule", "Agent", drome)
    Membership.objects.filter(user=paule).update(role=role)
    at_paules = browser(paule)
    at_paules.post(url("replay", policy.pk), {"act": "ask"})
    advance_replays()

    page = text(at_paules.get(url("replay", policy.pk)))

    assert "(personne inventée)" in page
    assert "ALIX" not in page
    assert "L’âge le jour de la séance est d’au moins 26 ans" in page
    assert "46 ans" not in page


@pytest.mark.usefixtures("past")
def test_without_worker_the_page_says_so(at_claires, policy):
    Heartbeat.objects.create(name=Beat.TICK, beaten_at=timezone.now() - timedelta(hours=1))
    words = "Les tâches de fond ne répondent pas"
    assert words in text(at_claires.get(url("policy", policy.pk)))
    at_claires.post(url("replay", policy.pk), {"act": "ask"})

    assert words in text(at_claires.get(url("policy", policy.pk)))
    assert "les tâches de fond ne répondent pas" in text(at_claires.get(url("publish_policy", policy.pk)))


@pytest.mark.usefixtures("past", "worker_lives")
def test_a_replay_is_stopped_by_one_click_and_an_agent_sees_none(at_claires, policy, nadia):
    at_claires.post(url("replay", policy.pk), {"act": "ask"})
    stopped = text(at_claires.post(url("replay", policy.pk), {"act": "stop"}, follow=True))

    assert "Rejeu arrêté" in stopped
    assert ReplayRun.objects.get().state == "stopped"
    assert "aurait changé" not in text(browser(nadia).get(url("policy", policy.pk)))
    assert browser(nadia).get(url("replay", policy.pk)).status_code == 403


@pytest.mark.usefixtures("from_26", "worker_lives")
def test_a_policy_without_past_says_so_on_every_page(at_claires, policy):
    at_claires.post(url("replay", policy.pk), {"act": "ask"})
    advance_replays()

    for page in ("policy", "replay", "publish_policy"):
        assert "ucune demande n’est arrivée" in text(at_claires.get(url(page, policy.pk)))
