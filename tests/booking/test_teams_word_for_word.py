"""What a team reads, word for word, in `team_messages/`: files that a référente reads. Numbers only; neither title nor place
where they are sensitive.

To accept a new wording, delete the file and run the test twice: it writes the file, fails once to say so, then passes."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils.text import slugify

from backoffice.actions.enums import News
from backoffice.booking.services import cancel_seance
from backoffice.booking.services.series.editing import edit_series
from backoffice.booking.services.series.reaching import version_of
from backoffice.booking.values import Actor
from backoffice.console.base.history import record_links
from backoffice.notifications.enums import Channel
from backoffice.notifications.models import BellNote
from backoffice.notifications.values.sms import SmsSize
from tests import world
from tests.booking.test_briefing import minutes, runner, seance, told

__all__ = ["runner", "seance"]
FILES = Path(__file__).parent / "team_messages"
STORIES = {}


def story(tell):
    """What happens, then what each of the team reads: her file is called after its first line."""
    STORIES[tell.__doc__] = tell
    return tell


@pytest.fixture(autouse=True)
def _site(settings, drome):
    settings.SITE_URL = "https://actions.drome.fr"
    drome.sends_sms_to_teams = True
    drome.save()


@pytest.fixture
def team(runner, seance, drome, crest, nadia, claire):
    """Without an account by e-mail, with one by e-mail, by SMS."""
    with_account = drome.facilitators.create(name="Nadia", organisation=crest, user=nadia, news=News.AT_ONCE)
    by_sms = drome.facilitators.create(
        name="Karim", organisation=crest, phone="06 39 98 00 55", news=News.SMS, email="karim@example.org"
    )
    record_links(seance, "facilitators", [runner, with_account, by_sms], user=claire, at=minutes(-10))
    told(minutes(-5))
    return [runner, with_account, by_sms]


@pytest.fixture
def happens(ask, leave, seance, claire, team):
    class Happens:
        pass

    here = Happens()
    here.ask, here.leave, here.seance, here.team = ask, leave, seance, team
    here.claire, here.planner = claire, Actor.agent(claire)
    return here


def edited(here, changes, **said):
    now = {"now": minutes(3), "summary": "Changement", "version": version_of(here.seance.action_id)}
    asked = {"occurrence_id": here.seance.pk, "scope": "this", "changes": changes, "actor": here.planner}
    edit_series(**asked, **{**now, **said})


@story
def people_join_leave_and_wait(here):
    """Des personnes s’inscrivent, une annule, une attend"""
    first = here.ask("Dumas", now=minutes(1))
    here.ask("Martin", now=minutes(1))
    told(minutes(2.5))
    for name in ("Durand", "Petit"):
        here.ask(name, now=minutes(3))
    here.leave(first, now=minutes(3))


@story
def the_seance_moves(here):
    """La séance change d’heure et de lieu"""
    here.ask("Dumas", now=minutes(1))
    told(minutes(2.5))
    venue = world.venue(here.seance.territory, "Maison de quartier")
    edited(here, {"start_time": time(14), "venue": venue})


@story
def the_seance_is_cancelled(here):
    """La séance est annulée"""
    here.ask("Dumas", now=minutes(1))
    told(minutes(2.5))
    cancel_seance(occurrence_id=here.seance.pk, actor=here.planner, reason="Salle fermée", now=minutes(3))


@story
def the_team_changes(here):
    """Quelqu’un rejoint l’équipe, quelqu’un la quitte"""
    here.ask("Dumas", now=minutes(1))
    told(minutes(2.5))
    newcomer = here.team[0].territory.facilitators.create(name="Lou", email="lou@example.org", news=News.AT_ONCE)
    record_links(here.seance, "facilitators", [*here.team[1:], newcomer], user=here.claire, at=minutes(3))


@story
def a_sensitive_seance(here):
    """Une séance sensible"""
    label = here.seance.territory.type_labels.create(
        internal_name="Secret", public_name="Secret", sms_name="Secret", is_sensitive=True
    )
    here.seance.action.type_label = label
    here.seance.action.save()
    told(minutes(0.5))
    here.ask("Dumas", now=minutes(3))


@story
def several_seances(here):
    """La même chose dans plusieurs séances"""
    others = [world.occurrence(here.seance.action, in_days=200) for _number in range(2)]
    for number, each in enumerate(others, 1):
        each.starts_at = here.seance.starts_at + timedelta(days=7 * number)
        each.ends_at = each.starts_at + timedelta(hours=2)
        each.save()
        each.facilitators.set(here.team)
    told(minutes(2))
    for each in (here.seance, *others):
        here.ask("Dumas", occurrence_id=each.pk, now=minutes(3))


def written(title, messages, notes):
    """A référente's reading: who, by which way, the very text. The numbers of pages are not the same twice."""
    lines = [title.upper()]
    for each in messages:
        size = SmsSize(each.body)
        way = f"SMS ({size.characters} caractères, {each.segments} SMS)" if each.channel == Channel.SMS else "E-mail"
        account = "avec un compte" if each.facilitator.user_id else "sans compte"
        subject = f", objet : {each.subject}" if each.subject else ""
        lines += [f"--- {way}, à {each.facilitator.name} ({account}){subject}", each.body]
    for note in notes:
        lines += [f"--- Cloche, pour {note.facilitator.name}", note.text]
    return re.sub(r"/\d+/", "/…/", "\n".join(lines)) + "\n"


@pytest.mark.parametrize("title", STORIES)
def test_each_story_reads_as_it_was_agreed(title, happens):
    STORIES[title](happens)
    BellNote.objects.all().delete()
    messages = told(minutes(6))
    now = written(title, messages, BellNote.objects.order_by("occurrence__starts_at", "pk"))
    file = FILES / f"{slugify(title)}.txt"
    assert not re.search("Dumas|Martin|Durand|Petit", now, re.IGNORECASE), "nobody who comes is named"
    if not file.exists():
        file.write_text(now, encoding="utf-8")
        pytest.fail(f"{file.name} is new: read it, then run again.")

    assert now == file.read_text(encoding="utf-8")


def test_every_file_is_read_by_a_test():
    assert {file.name for file in FILES.iterdir()} == {f"{slugify(title)}.txt" for title in STORIES}
