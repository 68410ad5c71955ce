"""Every act that sends says before it is done how many messages, their very text and their cost: what is shown is what leaves."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from backoffice.actions.models import CollectiveAction
from backoffice.actions.services import create_action, plan_dates
from backoffice.booking.services import prepare_lottery
from backoffice.booking.services.batches import applying
from backoffice.booking.values import Actor
from backoffice.notifications.enums import Change
from backoffice.notifications.models import ChangeNotice, MessageTemplate, OutboxMessage
from backoffice.notifications.services import deliver_due
from backoffice.policies.models import Policy
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.acts import NAMES, Acts, shown_by, without_people, words
from tests.booking.dialogs.screens import browser, enrolled, text, url
from tests.booking.dialogs.test_series import fields

PRICE = Decimal("0.045")


@pytest.fixture(autouse=True)
def priced(drome, monkeypatch):
    drome.sms_segment_price = PRICE
    drome.save()
    monkeypatch.setattr(applying, "ring", lambda: None)


@pytest.fixture
def planner(claire):
    return browser(claire)


@pytest.fixture
def full(nadia, seance, people):
    """Three booked, two waiting; what they were told left long ago."""
    people[2].phone, people[2].email = "", "aya@example.org"
    people[2].save()
    rows = [enrolled(nadia, seance, person) for person in people]
    OutboxMessage.objects.all().delete()
    return rows


@pytest.fixture
def later(seance):
    return world.occurrence(seance.action, in_days=14, venue=seance.venue)


@pytest.fixture
def series(crest, claire, nadia, people):
    """Three Thursdays, Inès in all of them, Lou in the second one."""
    motif = world.motif(crest, "Atelier cuisine", default_seats=12)
    action = CollectiveAction(motif=motif, organisation=crest, title=motif.name)
    zone = crest.territory.zone
    plan = plan_dates(first_day=date(2027, 9, 2), start_time=time(14), duration_minutes=120, count=3, zone=zone)
    create_action(action=action, plan=plan, user=claire)
    seances = list(action.occurrences.order_by("starts_at"))
    for seance, person in ((seances[0], 0), (seances[1], 0), (seances[2], 0), (seances[1], 1)):
        enrolled(nadia, seance, people[person])
    OutboxMessage.objects.all().delete()
    return seances


def test_nobody_is_told_twice_and_the_cost_is_said(planner, full, seance):
    page = planner.get(url("cancel_seance", seance.pk))
    foretold = shown_by(page)

    assert "5 messages partiront : 4 SMS, 1 e-mail." in text(page)
    segments = sum(one.segments for one in foretold)
    assert f"{segments} SMS facturés, 0,{segments * 45:03d}".rstrip("0") in text(page)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_page_says_is_what_leaves(name, planner, full, seance, later, people, crest):
    answer = getattr(Acts(planner, full, seance, later, people, crest), name)()
    _page, foretold = answer if isinstance(answer, tuple) else (answer, shown_by(answer))
    left = OutboxMessage.objects.filter(state="due").order_by("pk")
    if foretold[-1:] == ["and those who are served behind them"]:
        foretold, left = foretold[:-1], left.exclude(event="promoted")

    assert foretold, f"the page of « {name} » says nothing"
    assert without_people(foretold) == without_people(left)
    assert left.values("usager", "channel").distinct().count() == len(left), "one intention, one message per person"
    deliver_due(now=timezone.now() + timedelta(minutes=2))
    assert not OutboxMessage.objects.filter(state="expired").exists(), "what happens once is told"


def test_a_series_tells_each_person_once_and_names_her_other_seances(planner, series, people):
    page = planner.get(url("edit_series", series[0].pk))
    asked = fields(page, start_time="15:00")
    shown = planner.post(url("edit_series", series[0].pk), asked)
    foretold = shown_by(shown)
    planner.post(url("edit_series", series[0].pk), {**asked, "seen": shown.context["form"]["seen"].value()})

    told = OutboxMessage.objects.filter(event="seance_changed")
    assert words(told) == words(foretold)
    assert set(told.values_list("usager__last_name", flat=True)) == {"Dumas", "Martin"}
    assert len(told) == 2
    hers = told.get(usager=people[0]).body
    assert "jeudi 2 septembre, 15:00-17:00" in hers
    assert hers.endswith("Aussi : jeudi 9 septembre à 15:00, jeudi 16 septembre à 15:00.")
    assert "Aussi" not in told.get(usager=people[1]).body


def test_cancelling_a_series_tells_each_person_once(planner, series):
    asked = {"scope": "all", "reason": "Congé"}
    shown = planner.post(url("cancel_series", series[0].pk), asked)
    foretold = shown_by(shown)
    planner.post(url("cancel_series", series[0].pk), {**asked, "keys": shown.context["keys"]})

    assert words(OutboxMessage.objects.filter(event="seance_cancelled")) == words(foretold)
    assert len(foretold) == 2


def test_undoing_a_change_that_nobody_has_read_yet_tells_nobody(planner, series):
    page = planner.get(url("edit_series", series[0].pk))
    asked = fields(page, start_time="15:00")
    shown = planner.post(url("edit_series", series[0].pk), asked)
    planner.post(url("edit_series", series[0].pk), {**asked, "seen": shown.context["form"]["seen"].value()})
    planner.post(url("undo_edit", series[0].action.edits.get().pk), {})

    assert set(OutboxMessage.objects.values_list("event", "state")) == {("seance_changed", "cancelled")}


def test_undoing_a_change_that_was_read_shows_what_it_tells(planner, series):
    page = planner.get(url("edit_series", series[0].pk))
    asked = fields(page, start_time="15:00")
    shown = planner.post(url("edit_series", series[0].pk), asked)
    planner.post(url("edit_series", series[0].pk), {**asked, "seen": shown.context["form"]["seen"].value()})
    undo = url("undo_edit", series[0].action.edits.get().pk)
    assert shown_by(planner.get(undo)) == [], "nobody has read it yet"
    OutboxMessage.objects.update(state="sent")
    foretold = shown_by(planner.get(undo))
    planner.post(undo, {})

    assert len(foretold) == 2
    assert words(OutboxMessage.objects.filter(state="due")) == words(foretold)


def test_what_is_switched_on_is_told_and_nothing_else(planner, series, drome):
    """Title and facilitators notify nobody until the territory says so; what is told names only what is announced."""
    runner = drome.facilitators.create(name="Mission locale", organisation=series[0].action.organisation)

    def edit(**changed):
        address = url("edit_series", series[0].pk)
        asked = fields(planner.get(address), **changed)
        shown = planner.post(address, asked)
        foretold = shown_by(shown)
        planner.post(address, {**asked, "seen": shown.context["form"]["seen"].value()})
        told = list(OutboxMessage.objects.filter(state="due").order_by("pk"))
        assert words(told) == words(foretold)
        OutboxMessage.objects.all().delete()
        return told

    assert edit(title="Cuisine du monde") == []
    ChangeNotice.objects.create(territory=drome, changes=[Change.TITLE, Change.FACILITATORS])
    titled = edit(title="Cuisine sans four", start_time="16:00")
    led = edit(start_time="16:00", title="Cuisine sans four", facilitators=[runner.pk])

    assert len(titled) == len(led) == 2
    assert "Changement (titre)" in titled[0].body
    assert "Cuisine sans four" in titled[0].body
    assert "Changement (animatrices et animateurs)" in led[0].body


def test_a_territory_that_keeps_silent_is_said_to_keep_silent(agent_page, drome):
    MessageTemplate.objects.create(territory=drome, event="booked", channel="sms", sending="never")
    MessageTemplate.objects.create(territory=drome, event="booked", channel="email", sending="never")

    assert "Le territoire a choisi de ne pas envoyer ce message." in text(agent_page())


@pytest.fixture
def agent_page(nadia, later, people):
    return lambda: browser(nadia).get(url("enrol", later.pk), {"usager": people[0].pk})


def test_whoever_reads_no_name_reads_an_invented_one(yann, seance, full, drome):
    """The text is shown to her who plans without reading who comes: nobody's first name is in it."""
    planner = world.user("Paul", "Agent", drome, seance.action.organisation)
    from backoffice.directory.models import Role

    role = Role.objects.create(territory=drome, name="Planification", activities=["view", "plan"])
    planner.memberships.update(role=role)
    MessageTemplate.objects.create(territory=drome, event="seance_cancelled", channel="sms", body="Bonjour {prénom}.")
    page = text(browser(planner).get(url("cancel_seance", seance.pk)))

    assert "Bonjour Camille." in page
    assert "Inès" not in page


def test_the_minute_is_a_setting(settings, planner, full, seance):
    settings.MESSAGES_WAIT_SECONDS = 0
    planner.post(url("cancel_seance", seance.pk), {"reason": "Salle inondée"})

    assert OutboxMessage.objects.filter(not_before__lte=timezone.now(), state="due").count() == 5


def test_a_change_of_the_whole_action_is_told_when_somebody_decides_so(planner, series, drome, people, nadia):
    """Its title is that of two séances out of three; nothing is offered until it is announced; the same change is told once."""
    action, address = series[0].action, url("tell_action", series[0].action.pk)
    series[1].title = "Visite du marché"
    series[1].save()
    assert "Aucun de ces changements n’est annoncé ici." in text(planner.get(address))

    ChangeNotice.objects.create(territory=drome, changes=[Change.TITLE])
    action.public_title = "Cuisine de saison"
    action.save()
    shown = planner.post(address, {"changes": [Change.TITLE]})
    foretold = shown_by(shown)
    assert OutboxMessage.objects.count() == 0
    planner.post(address, {"changes": [Change.TITLE], "seen": shown.context["form"]["seen"].value()})
    told = OutboxMessage.objects.get()

    assert words([told]) == words(foretold)
    assert told.usager == people[0], "Lou only comes to the séance that has its own title"
    assert "Changement (titre)" in told.body
    assert "Cuisine de saison" in told.body
    assert "jeudi 16 septembre" in told.body
    assert "jeudi 9 septembre" not in told.body
    planner.post(address, {"changes": [Change.TITLE], "seen": Change.TITLE})
    assert OutboxMessage.objects.count() == 1
    assert browser(nadia).get(address).status_code == 403


def test_more_seats_of_a_series_name_who_is_called_and_send_what_they_say(planner, series, nadia, people):
    for seance in series[:2]:
        seance.seats_override = 1 if seance == series[0] else 2
        seance.save()
    for person in people[2:4]:
        enrolled(nadia, series[0], person)
    OutboxMessage.objects.all().delete()
    page = planner.get(url("edit_series", series[0].pk))
    asked = fields(page, start_time="15:00", seats=2)
    shown = planner.post(url("edit_series", series[0].pk), asked)
    foretold = shown_by(shown)
    assert "Séance du jeu. 2 sept. 2027, 15:00–17:00 : DURAND Aya prendra une place." in text(shown)
    planner.post(url("edit_series", series[0].pk), {**asked, "seen": shown.context["form"]["seen"].value()})

    left = OutboxMessage.objects.filter(state="due")
    assert words(left) == words(foretold)
    assert left.get(event="promoted").usager == people[2]
    assert "15:00-17:00" in left.get(event="promoted").body


def test_a_draw_says_the_most_people_who_may_be_served_parties_counted(planner, claire, nadia, drome, people, seance):
    motif = seance.action.motif
    motif.party_max = 3
    motif.save()
    for person, party in zip(people, (1, 1, 1, 3, 2), strict=True):
        enrolled(nadia, seance, person, party_size=party)
    policy = Policy.objects.create(territory=drome, code="sort", name="Sort")
    policy.motifs.add(motif)
    policy.parameters.create(code="waitlist.order", value="lottery")
    publish(policy_id=policy.pk, user=claire, reason="Équité", draft_version=policy.draft_version)
    seance.seats_override = 6
    seance.save()
    prepare_lottery(occurrence_id=seance.pk, actor=Actor.agent(claire), reason="Équité")
    said = text(planner.get(url("draw_lottery", seance.pk)))
    assert "1 message partira : 1 SMS." in said
    assert "Au plus : le sort et les règles décident de qui" in said
