"""« Déplacer ou modifier », « Annuler des séances », « Annuler ce changement », « Dupliquer » on screen."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.actions.models import CollectiveAction, Occurrence, OccurrenceGroup, SeriesEdit
from backoffice.actions.services import create_action, plan_dates
from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.console.base.history import record
from backoffice.policies.models import Policy
from tests import world

FAR = date(2027, 9, 2)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def planner(claire):
    return browser(claire)


@pytest.fixture
def seances(crest, claire):
    """Three Thursdays at 14:00, in the days of the demonstration's calendar."""
    motif = world.motif(crest, default_seats=12)
    action = CollectiveAction(motif=motif, organisation=crest, title=motif.name)
    plan = plan_dates(first_day=FAR, start_time=time(14), duration_minutes=120, count=3, zone=crest.territory.zone)
    create_action(action=action, plan=plan, user=claire)
    return list(action.occurrences.order_by("starts_at"))


@pytest.fixture
def address(seances):
    return reverse("admin:edit_series", args=[seances[0].pk])


def fields(page, **changed):
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    typed = {"first": None, **values, "day": "2027-09-02", "start_time": "14:00", "scope": "all", **changed}
    return {name: value for name, value in typed.items() if value not in (None, False)}


def test_consequences_come_first_then_everything_changes_and_comes_back(planner, address, seances, nadia, crest):
    usager = world.usager(crest)
    book(occurrence_id=seances[1].pk, usager_id=usager.pk, actor=Actor.agent(nadia), idempotency_key="a")
    asked = fields(planner.get(address), start_time="15:00")
    shown = planner.post(address, asked)

    assert "jeu. 2 sept. 2027, 14:00–16:00 → jeu. 2 sept. 2027, 15:00–17:00" in text(shown)
    assert "1 personne concernée (1 inscription)." in text(shown)
    assert "Changer 3 séances" in text(shown)
    assert not SeriesEdit.objects.exists()

    done = planner.post(address, {**asked, "seen": shown.context["form"]["seen"].value()}, follow=True)
    assert {f"{each.local_start:%H:%M}" for each in Occurrence.objects.all()} == {"15:00"}
    assert "C’est noté : heure : 15:00 (3 séances). 1 personne prévenue." in text(done)
    assert "a changé 3 séances : heure : 15:00." in text(done)

    undo = reverse("admin:undo_edit", args=[SeriesEdit.objects.get().pk])
    assert "Qui a déjà reçu un message en recevra un autre." in text(planner.get(undo))
    planner.post(undo)
    assert {f"{each.local_start:%H:%M}" for each in Occurrence.objects.all()} == {"14:00"}


def test_what_a_colleague_changed_meanwhile_is_shown_beside_what_is_asked(planner, address, crest, claire):
    page = planner.get(address)
    hers = fields(page, start_time="15:00")
    room = world.venue(crest.territory)
    mine = {**fields(page, scope="this"), "venue": room.pk}
    seen = planner.post(address, mine).context["form"]["seen"].value()
    planner.post(address, {**mine, "seen": seen})

    late = planner.post(address, {**hers, "seen": "n’importe quoi"})
    said = text(late)
    assert "Ces séances ont changé depuis que vous avez ouvert cette page. Rien n’est encore enregistré." in said
    assert "lieu aucun → CMS de Crest, salle 2." in said
    assert "Vous demandez : heure : 15:00." in said
    form = late.context["form"]
    assert str(form["venue"].value()) == str(room.pk), "What the colleague chose is kept."

    again = {**hers, **{name: form[name].value() for name in ("venue", "opened", "seen")}}
    planner.post(address, again)
    first = Occurrence.objects.order_by("starts_at").first()
    assert (f"{first.local_start:%H:%M}", first.venue) == ("15:00", room)


def test_nothing_changed_is_said(planner, address):
    assert "Rien ne change : modifiez une valeur." in text(planner.post(address, fields(planner.get(address))))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("9999-12-31", "Choisissez un jour entre le 1er janv. 2000 et le"),
        ("0001-01-01", "Choisissez un jour entre le 1er janv. 2000 et le"),
        ("2020-01-02", "Cette date est passée. Choisissez une date à venir."),
    ],
)
def test_a_day_that_nobody_means_is_refused_before_anything_is_asked(planner, address, day, said):
    assert said in text(planner.post(address, fields(planner.get(address), day=day, preview="1")))


def test_several_seances_are_cancelled_together(planner, seances, nadia, crest):
    usager = world.usager(crest)
    book(occurrence_id=seances[2].pk, usager_id=usager.pk, actor=Actor.agent(nadia), idempotency_key="a")
    address = reverse("admin:cancel_series", args=[seances[1].pk])
    asked = {"scope": "following", "reason": "Salle inondée"}
    shown = planner.post(address, asked)

    assert "2 séances seront annulées." in text(shown)
    assert "1 personne concernée (1 inscription)." in text(shown)
    assert set(Occurrence.objects.values_list("state", flat=True)) == {"open"}

    planner.post(address, {**asked, "keys": shown.context["keys"]})
    assert list(Occurrence.objects.order_by("starts_at").values_list("state", flat=True)) == [
        "open",
        "cancelled",
        "cancelled",
    ]


def test_a_cancellation_is_taken_back_from_the_page_of_the_seance(planner, seances, nadia, crest):
    usager = world.usager(crest)
    booking = book(occurrence_id=seances[0].pk, usager_id=usager.pk, actor=Actor.agent(nadia), idempotency_key="a")
    page = reverse("admin:seance", args=[seances[0].pk])
    planner.post(reverse("admin:cancel_seance", args=[seances[0].pk]), {"reason": "Salle inondée"})
    shown = text(planner.get(page))
    address = reverse("admin:undo_edit", args=[SeriesEdit.objects.get().pk])

    assert "Claire Test a annulé 1 séance : Salle inondée." in shown
    assert f'href="{address}?next={page}">Rétablir la séance</a>' in shown
    asked = text(planner.get(address))
    assert "Claire Test a annulé 1 séance : « Salle inondée »." in asked
    assert "1 séance aura lieu : jeu. 2 sept. 2027, 14:00–16:00." in asked
    assert "1 inscription redevient ce qu’elle était." in asked
    done = text(planner.post(address, {"next": page}, follow=True))
    assert "C’est noté : ce qui était annulé a de nouveau lieu." in done
    assert "Rétablir" not in done
    booking.participation.refresh_from_db()
    assert booking.participation.state == "unknown"
    assert "déjà" in text(planner.get(address))


def test_a_cancellation_is_taken_back_wherever_somebody_looks_for_it(planner, nadia, seances, crest, claire):
    """From the list of cancelled séances, the calendar, the page of the action and the page of the day; who does not plan reads it only."""
    day = OccurrenceGroup.objects.create(action=seances[0].action, name="Forum")
    seances[0].group = day
    record(seances[0], user=claire, update_fields=["group"])
    planner.post(reverse("admin:cancel_seance", args=[seances[0].pk]), {"reason": "Salle inondée"})
    undo = reverse("admin:undo_edit", args=[SeriesEdit.objects.get().pk])
    listed = reverse("admin:actions_occurrence_changelist") + "?quand=annulees"
    action = reverse("admin:actions_collectiveaction_change", args=[seances[0].action_id])

    for address in (listed, action, reverse("admin:day", args=[day.pk])):
        assert f'href="{undo}?next=' in text(planner.get(address)), address
        assert undo not in text(browser(nadia).get(address)), address

    month = reverse("admin:calendar") + "?jour=2027-09-02"
    page = reverse("admin:seance", args=[seances[0].pk])
    assert page not in text(planner.get(month))
    shown = text(planner.get(month + "&annulees=1"))
    assert f'<li class="bo-item-cancelled"><a class="bo-link" href="{page}">' in shown
    assert "annulée</span>" in shown


def test_an_action_is_duplicated_without_its_dates(planner, seances):
    action = seances[0].action
    page = planner.get(reverse("admin:actions_collectiveaction_add"), {"copie": action.pk})
    form = page.context["form"]

    assert (form["title"].value(), form["start_time"].value(), form["first_day"].value()) == (
        f"{action.title} (copie)",
        "14:00",
        None,
    )
    assert CollectiveAction.objects.count() == 1


def test_a_duplicate_takes_the_rules_of_the_action_and_says_so(planner, seances, drome):
    action, policy = seances[0].action, Policy.objects.create(territory=drome, code="forum", name="Règles du forum")
    neighbour = world.organisation(drome, "CMS de Die")
    action.policy, action.openness, action.quotas = policy, "listed", {"quota.seats": {"channel:usager": 2}}
    action.save()
    action.open_to.set([neighbour])
    page = planner.get(reverse("admin:actions_collectiveaction_add"), {"copie": action.pk})
    said = page.content.decode()
    typed = {key: value for key, value in page.context["form"].initial.items() if value is not None}
    typed |= {"first_day": "2027-09-09", "title": "Copie"}

    shown = planner.post(reverse("admin:actions_collectiveaction_add"), {**typed, "preview": "1"})
    form = shown.context["form"]
    typed |= {"seen": form.data["seen"], "changes": form.data["changes"], "create": "1"}
    planner.post(reverse("admin:actions_collectiveaction_add"), typed)

    assert "avec la politique d’inscription « Règles du forum », les places réservées" in said
    copy = CollectiveAction.objects.get(title="Copie")
    assert (copy.policy, copy.openness, copy.quotas) == (policy, "listed", action.quotas)
    assert list(copy.open_to.all()) == [neighbour]


def test_roles_and_perimeters(nadia, address, seances, drome):
    assert browser(nadia).get(address).status_code == 403
    stranger = world.user("Paul", "Référente", world.territory("80", "Somme"))
    assert browser(stranger).get(address).status_code == 404
