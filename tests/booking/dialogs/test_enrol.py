"""« Inscrire »: three letters, Enter, Enter."""

from __future__ import annotations

import pytest

from backoffice.booking.models import Decision, Participation
from backoffice.notifications.models import OutboxMessage
from backoffice.policies.models import Policy
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.screens import browser, enrolled, key_of, text, url


@pytest.fixture
def agent(nadia):
    return browser(nadia)


def confirm(agent, seance, person):
    return agent.get(url("enrol", seance.pk), {"usager": person.pk})


def send(agent, seance, person, key, **fields):
    return agent.post(url("enrol", seance.pk), {"usager": person.pk, "key": key, "wish": "seat", **fields}, follow=True)


@pytest.mark.parametrize("typed", ["dum", "DUM", "ines", "inès d", "0010", "98 00 10"])
def test_three_letters_or_the_last_digits_find_somebody(agent, seance, people, typed):
    shown = text(agent.get(url("enrol", seance.pk), {"q": typed}))

    assert "DUMAS Inès" in shown
    assert "06 39 98" not in shown


def test_two_letters_find_nobody(agent, seance, people):
    shown = text(agent.get(url("enrol", seance.pk), {"q": "du"}))

    assert "DUMAS" not in shown
    assert "Écrivez au moins 3 lettres" in shown


def test_only_the_year_of_birth_is_shown(agent, seance, crest):
    world.usager(crest, "Roux", "Anna", birth_date="1994-05-23")
    shown = text(agent.get(url("enrol", seance.pk), {"q": "roux"}))

    assert "1994" in shown
    assert "23" not in shown.split("1994")[0][-40:]
    assert "mai" not in shown.split("ROUX Anna")[1][:200]


def test_somebody_already_enrolled_is_marked(agent, nadia, seance, people):
    enrolled(nadia, seance, people[0])

    assert "Inscrit</span>" in agent.get(url("enrol", seance.pk), {"q": "dum"}).content.decode()


def test_words_changed_since_the_list_are_searched_again(agent, seance, people):
    """Enter pressed before the new list came: the first name of the old list is not chosen."""
    answer = agent.get(url("enrol", seance.pk), {"q": "lou", "searched": "dum", "usager": people[0].pk})

    assert "MARTIN Lou" in text(answer)
    assert 'name="wish"' not in answer.content.decode()


def test_a_seat_is_taken_and_the_sentence_can_be_read_aloud(agent, seance, people):
    key = key_of(confirm(agent, seance, people[0]))
    answer = send(agent, seance, people[0], key)

    assert answer.redirect_chain[-1][0] == url("seance", seance.pk)
    assert Participation.objects.get().state == "unknown"
    assert f"C’est noté pour DUMAS Inès : {seance.spoken_sentence}." in text(answer)


def test_the_same_form_sent_twice_enrols_once(agent, seance, people):
    key = key_of(confirm(agent, seance, people[0]))
    send(agent, seance, people[0], key)
    answer = send(agent, seance, people[0], key)

    assert Participation.objects.count() == 1
    assert Decision.objects.count() == 1
    assert "C’est noté pour DUMAS Inès" in text(answer)


def test_a_form_that_comes_back_does_not_give_again_a_place_that_was_left(agent, seance, people):
    key = key_of(confirm(agent, seance, people[0]))
    send(agent, seance, people[0], key)
    agent.post(url("cancel", Participation.objects.get().pk), {"by": "person", "reason": ""})
    answer = text(send(agent, seance, people[0], key))

    assert "l’inscription de DUMAS Inès a changé : annulé par la personne." in answer
    assert "C’est noté" not in answer


def test_looking_changes_nothing(agent, seance, people):
    agent.get(url("enrol", seance.pk))
    confirm(agent, seance, people[0])

    assert not Participation.objects.exists()
    assert not Decision.objects.exists()


@pytest.fixture
def full(nadia, seance, people):
    for person in people[:3]:
        enrolled(nadia, seance, person)
    return seance


def test_a_full_seance_says_what_will_happen(agent, full, people):
    shown = text(confirm(agent, full, people[3]))

    assert "Mettre en liste d’attente (1ʳᵉ)" in shown
    assert "Inscrire en surnombre (4ᵉ pour 3)" in shown
    assert ">Inscrire</button>" not in shown


def test_a_full_seance_puts_the_next_person_on_the_waiting_list(agent, full, people):
    key = key_of(confirm(agent, full, people[3]))
    answer = send(agent, full, people[3], key, wish="wait")

    assert Participation.objects.get(usager=people[3]).state == "waiting"
    assert "LEFÈVRE Éloïse est sur la liste d’attente (1ʳᵉ)" in text(answer)


def test_a_last_seat_taken_meanwhile_is_said(agent, nadia, seance, people):
    for person in people[:2]:
        enrolled(nadia, seance, person)
    key = key_of(confirm(agent, seance, people[3]))
    enrolled(nadia, seance, people[2])

    assert "La dernière place vient d’être prise. LEFÈVRE Éloïse est sur la liste d’attente" in text(
        send(agent, seance, people[3], key)
    )


def test_overbooking_asks_for_a_reason_and_keeps_what_was_typed(agent, full, people):
    key = key_of(confirm(agent, full, people[3]))
    answer = send(agent, full, people[3], key, wish="over")

    assert "Écrivez une raison pour inscrire en surnombre." in text(answer)
    assert "LEFÈVRE Éloïse" in text(answer)
    assert not Participation.objects.filter(usager=people[3]).exists()


def test_overbooking_with_a_reason(agent, full, people):
    key = key_of(confirm(agent, full, people[3]))
    answer = send(agent, full, people[3], key, wish="over", reason="Accord de la sage-femme")

    done = Participation.objects.get(usager=people[3])
    assert (done.state, done.is_overbooked, done.reason) == ("unknown", True, "Accord de la sage-femme")
    assert "En surnombre." in text(answer)


def test_somebody_already_enrolled_is_refused_in_place(agent, nadia, seance, people):
    enrolled(nadia, seance, people[0])
    answer = send(agent, seance, people[0], "une-cle")

    assert "déjà inscrite" in text(answer)
    assert Participation.objects.count() == 1
    assert key_of(answer) != "une-cle"


def test_a_role_that_does_not_enrol_is_told_so(claire, yann, seance, people):
    answer = browser(yann).get(url("enrol", seance.pk))

    assert answer.status_code == 403
    assert "Votre rôle ne permet pas cette action" in text(answer)
    assert (
        browser(yann).post(url("enrol", seance.pk), {"usager": people[0].pk, "key": "k", "wish": "seat"}).status_code
        == 403
    )


def test_a_seance_of_another_organisation_does_not_exist(agent, foreign, people):
    assert agent.get(url("enrol", foreign.pk)).status_code == 404
    assert agent.post(url("enrol", foreign.pk), {"usager": people[0].pk, "key": "k", "wish": "seat"}).status_code == 404
    assert agent.get(url("enrol", 999_999)).status_code == 404


def test_somebody_of_another_organisation_is_neither_found_nor_enrolled(agent, seance, die):
    stranger = world.usager(die, "Dumont", "Rose")

    assert "DUMONT" not in text(agent.get(url("enrol", seance.pk), {"q": "dum"}))
    assert confirm(agent, seance, stranger).status_code == 404
    assert send(agent, seance, stranger, "k").status_code == 404


def test_over_the_page_the_dialog_is_a_fragment_and_success_leads_back(agent, seance, people):
    over = {"headers": {"HX-Request": "true"}}
    shown = agent.get(url("enrol", seance.pk), {"usager": people[0].pk}, **over)
    fields = {
        "usager": people[0].pk,
        "key": key_of(shown),
        "wish": "seat",
        "next": "/actions/occurrence/?quand=completes",
    }
    answer = agent.post(url("enrol", seance.pk), fields, **over)

    assert "<html" not in shown.content.decode()
    assert answer["HX-Redirect"] == "/actions/occurrence/?quand=completes"


def test_the_way_back_is_never_another_site(agent, seance, people):
    fields = {"usager": people[0].pk, "key": "k", "wish": "seat", "next": "https://ailleurs.example.org/"}

    assert agent.post(url("enrol", seance.pk), fields).url == url("seance", seance.pk)


def choices(agent, seance, person, **asked):
    page = agent.get(url("enrol", seance.pk), {"usager": person.pk, **asked})
    found = page.context["preview"]
    return page, [choice.label for choice in found.choices], [choice.event for choice in found.choices]


def test_seats_that_a_family_cannot_take_are_promised_to_the_next_person(agent, nadia, seance, people):
    """The list is only passed through: what is written to her is what was shown."""
    seance.action.motif.party_max = 4
    seance.action.motif.save()
    enrolled(nadia, seance, people[0])
    family = enrolled(nadia, seance, people[1], party_size=3)

    page, labels, events = choices(agent, seance, people[2], party_size=2)
    key = key_of(page)
    answer = send(agent, seance, people[2], key, party_size=2)

    assert (family.state, labels, events) == ("waiting", ["Inscrire"], ["promoted"])
    assert "Toutes les places sont prises" not in text(page)
    assert f"C’est noté pour {people[2]}" in text(answer)
    assert set(OutboxMessage.objects.filter(usager=people[2]).values_list("event", flat=True)) == {"promoted"}
    assert "Inscrits (2 inscriptions, 3 personnes)" in text(answer)


def test_an_offer_is_foretold_with_its_end(agent, nadia, seance, people):
    motif = seance.action.motif
    motif.party_max, motif.waitlist_offer_hours = 4, 24
    motif.save()
    enrolled(nadia, seance, people[0])
    enrolled(nadia, seance, people[1], party_size=3)

    page, labels, events = choices(agent, seance, people[2])

    assert (labels, events) == (["Proposer la place"], ["offered"])
    assert "Répondez avant" in text(page)


@pytest.mark.parametrize(
    ("order", "lift", "label"),
    [
        ("arrival", 0, "Mettre en liste d’attente (3ᵉ)"),
        ("arrival", -1, "Mettre en liste d’attente (2ᵉ)"),
        ("lottery", 0, "Mettre en liste d’attente"),
    ],
)
def test_the_rank_on_the_button_is_the_one_she_gets(agent, nadia, claire, seance, crest, people, order, lift, label):
    rows = [enrolled(nadia, seance, person) for person in people]
    Participation.objects.filter(pk=rows[-1].pk).update(lift=lift, lift_reason="Reportée" if lift else "")
    policy = Policy.objects.create(territory=seance.territory, code="ordre", name="Ordre")
    policy.motifs.add(seance.action.motif)
    policy.parameters.create(code="waitlist.order", value=order)
    policy.refresh_from_db()
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    newcomer = world.usager(crest, "Zola", "Émile", phone="06 39 98 00 77")

    page, labels, _events = choices(agent, seance, newcomer)
    said = text(send(agent, seance, newcomer, key_of(page), wish="wait"))

    assert labels[0] == label
    assert ("(2ᵉ)" in said, "(3ᵉ)" in said) == ("(2ᵉ)" in label, "(3ᵉ)" in label)
