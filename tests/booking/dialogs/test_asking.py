"""« Si le niveau de français est inconnu, demander » : the question is asked in the same dialog, answered, and decided again."""

from __future__ import annotations

from contextlib import suppress

import pytest

from backoffice.booking.errors import AnotherRequest, AnswersMissing, InvalidAnswer, NothingToPromote
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import book, promote
from backoffice.booking.services.explaining import explanation
from backoffice.booking.values import Actor
from backoffice.directory.models import Role
from backoffice.people.services.fields import uses_of
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.screens import browser, text, url

PERSON, ANSWER = "person.field.niveau", "answers.garde"


@pytest.fixture
def agent(nadia):
    return browser(nadia)


@pytest.fixture
def niveau(drome):
    return world.field(drome, question="Quel est le niveau de français ?")


@pytest.fixture
def garde(drome, motif):
    row = world.field(drome, "garde", "Garde d’enfants", subject="participation", kind="boolean")
    motif.questions.add(row)
    return row


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=3)


@pytest.fixture
def seance(crest, motif):
    return world.occurrence(world.action(crest, motif))


@pytest.fixture
def ines(crest):
    return world.usager(crest)


@pytest.fixture
def policy(drome, motif, claire):
    return Policy.objects.create(territory=drome, code="niveau", name="Atelier de conversation")


def rule(policy, code, fact, operator, value, answer, **fields):
    row = Rule.objects.create(
        policy=policy, code=code, title=code, answers=dict.fromkeys(("agent", "import"), answer), **fields
    )
    Condition.objects.create(rule=row, fact=fact, operator=operator, value=value)


@pytest.fixture
def asked_when_unknown(policy, motif, claire, niveau):
    """Ask when the level is not known; refuse beginners."""
    policy.motifs.add(motif)
    rule(policy, "inconnu", PERSON, "is_unknown", None, "ask", asks=[PERSON], unknown="")
    rule(policy, "debutant", PERSON, "is", "a1", "refuse", unknown="let_pass", agent_message="Pas pour les débutants.")
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)


def confirm(agent, seance, person):
    return agent.get(url("enrol", seance.pk), {"usager": person.pk})


def send(agent, seance, shown, **fields):
    form = shown.context["form"]
    carried = {name: form[name].value() or "" for name in ("usager", "key", "asked")}
    return agent.post(url("enrol", seance.pk), {**carried, "wish": "seat", **fields}, follow=True)


@pytest.mark.usefixtures("asked_when_unknown")
class TestARuleThatAsks:
    def test_the_question_is_in_the_dialog_and_the_answer_enrols(self, agent, nadia, seance, ines):
        shown = confirm(agent, seance, ines)
        assert "Quel est le niveau de français ?" in text(shown)
        assert not Decision.objects.exists()

        answer = send(agent, seance, shown, person__field__niveau="b1")

        assert "C’est noté pour DUMAS Inès" in text(answer)
        ines.refresh_from_db()
        assert ines.answers == {"niveau": "b1"}
        last = ines.history.latest()
        assert (last.answers, last.history_user) == ({"niveau": "b1"}, nadia)
        assert last.history_change_reason == "Réponse donnée à l’inscription."
        assert Decision.objects.get().verdict.facts[PERSON] == "b1"

    def test_without_answer_nothing_is_decided_and_what_was_typed_stays(self, agent, seance, ines):
        answer = send(agent, seance, confirm(agent, seance, ines), reason="Appel du 3 mars")

        assert "Répondez à cette question." in text(answer)
        assert not Decision.objects.exists()
        assert answer.context["form"]["reason"].value() == "Appel du 3 mars"

    def test_an_answer_may_refuse_and_is_kept(self, agent, seance, ines):
        answer = send(agent, seance, confirm(agent, seance, ines), person__field__niveau="a1")

        assert "Pas pour les débutants." in text(answer)
        assert Decision.objects.get().outcome == "refuse"
        assert not Participation.objects.exists()
        ines.refresh_from_db()
        assert ines.answers == {"niveau": "a1"}

    def test_the_same_form_sent_twice_decides_once(self, agent, seance, ines):
        shown = confirm(agent, seance, ines)
        send(agent, seance, shown, person__field__niveau="b1")
        send(agent, seance, shown, person__field__niveau="b1")

        assert (Decision.objects.count(), Participation.objects.count()) == (1, 1)

    def test_the_same_key_with_another_answer_is_another_request(self, nadia, seance, ines):
        common = {"occurrence_id": seance.pk, "usager_id": ines.pk, "actor": Actor.agent(nadia), "idempotency_key": "k"}
        book(**common, answers={PERSON: "b1"})

        with pytest.raises(AnotherRequest):
            book(**common, answers={PERSON: "a1"})

    def test_somebody_who_cannot_be_asked_is_told_what_is_missing(self, nadia, seance, ines):
        done = book(occurrence_id=seance.pk, usager_id=ines.pk, actor=Actor.agent(nadia), idempotency_key="k")

        assert (done.participation, done.decision.outcome) == (None, "ask")
        assert "la réponse à « Niveau de français »" in " ".join(explanation(done.decision).reasons)
        assert (
            "Il faudrait répondre à cette question : Quel est le niveau de français ?"
            in explanation(done.decision).needs
        )

    def test_a_choice_that_does_not_exist_is_refused_and_nothing_is_written(self, nadia, seance, ines):
        with pytest.raises(InvalidAnswer):
            book(
                occurrence_id=seance.pk,
                usager_id=ines.pk,
                actor=Actor.agent(nadia),
                idempotency_key="k",
                answers={PERSON: "c9"},
            )

        ines.refresh_from_db()
        assert (ines.answers, Decision.objects.count()) == ({}, 0)


def test_an_unknown_fact_whose_rule_says_to_ask_is_asked(agent, policy, motif, claire, niveau, seance, ines):
    policy.motifs.add(motif)
    rule(policy, "debutant", PERSON, "is", "a1", "refuse", unknown="ask")
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)

    answer = send(agent, seance, confirm(agent, seance, ines), person__field__niveau="b1")

    assert "C’est noté" in text(answer)


def test_the_age_is_asked_as_a_date_of_birth(agent, policy, motif, claire, seance, ines):
    policy.motifs.add(motif)
    rule(policy, "age", "person.age", "at_least", 26, "refuse", unknown="ask")
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
    shown = confirm(agent, seance, ines)
    assert "Quelle est la date de naissance ?" in text(shown)

    send(agent, seance, shown, person__age="2005-03-12")

    ines.refresh_from_db()
    assert str(ines.birth_date) == "2005-03-12"
    assert Participation.objects.get().state == "unknown"


def test_what_the_motif_asks_goes_with_the_inscription(agent, nadia, seance, ines, garde):
    shown = confirm(agent, seance, ines)
    assert "Garde d’enfants" in text(shown)

    send(agent, seance, shown, answers__garde="true")

    done = Participation.objects.get()
    assert done.answers == {"garde": True}
    assert done.history.latest().answers == {"garde": True}


def test_an_answer_decides_and_is_read_again_from_the_waiting_list(
    agent, nadia, crest, policy, motif, claire, seance, ines, garde
):
    policy.motifs.add(motif)
    rule(policy, "garde", ANSWER, "is", True, "waitlist", unknown="let_pass")
    publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)

    send(agent, seance, confirm(agent, seance, ines), answers__garde="true")

    waiting = Participation.objects.get()
    assert waiting.state == "waiting"
    assert Decision.objects.get().verdict.facts[ANSWER] is True
    with suppress(NothingToPromote):
        promote(participation_id=waiting.pk, actor=Actor.agent(nadia))
    assert Decision.objects.filter(kind="promote").latest("pk").verdict.facts[ANSWER] is True


def test_a_required_information_is_missing_for_a_list_too(agent, nadia, seance, ines, garde):
    garde.required_when = "enrolment"
    garde.save()

    with pytest.raises(AnswersMissing, match="Garde d’enfants"):
        book(occurrence_id=seance.pk, usager_id=ines.pk, actor=Actor.agent(nadia), idempotency_key="k")
    refused = send(agent, seance, confirm(agent, seance, ines))

    assert "Répondez à cette question." in text(refused)
    assert not Decision.objects.exists()


class TestASensitiveQuestion:
    @pytest.fixture
    def suivi(self, drome, policy, motif, claire):
        row = world.field(
            drome,
            "suivi",
            "Suivi médical",
            kind="boolean",
            is_sensitive=True,
            is_health=True,
            purpose="Adapter l’accueil.",
        )
        policy.motifs.add(motif)
        rule(policy, "suivi", "person.field.suivi", "is", True, "warn", unknown="ask")
        publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)
        return row

    def test_a_role_that_may_not_read_it_is_told_to_ask_somebody_else(self, agent, seance, ines, suivi):
        shown = text(confirm(agent, seance, ines))

        assert "Votre rôle ne permet pas de lire cette information" in shown
        assert 'name="wish"' not in shown

    def test_a_role_that_may_read_it_asks_it_and_others_never_see_the_answer(self, nadia, agent, seance, ines, suivi):
        role = Role.objects.get(name="Responsable d’organisation", territory=None)
        head = world.user("Odile", "Agent", seance.territory, seance.action.organisation)
        head.memberships.update(role=role)
        at_heads = browser(head)
        first = send(at_heads, seance, confirm(at_heads, seance, ines), person__field__suivi="true")
        send(at_heads, seance, first, person__field__suivi="true", wish="warned", reason="Vu ensemble")

        decision = Decision.objects.get(outcome="warn", participation__isnull=False)
        address = url("decision", decision.pk)
        assert "Suivi médical" in text(at_heads.get(address))
        assert "Suivi médical" not in text(agent.get(address))


def test_answers_are_read_beside_the_names_on_the_page_and_in_the_export(agent, nadia, claire, seance, ines, garde):
    garde.is_in_lists = True
    garde.save()
    send(agent, seance, confirm(agent, seance, ines), answers__garde="true")
    done = Participation.objects.get()

    assert '<td data-label="Garde d’enfants">oui</td>' in text(agent.get(url("seance", seance.pk)))
    assert "<dt>Garde d’enfants</dt><dd>oui</dd>" in text(agent.get(url("participation", done.pk)))
    version = url("booking_participation_simple_history", done.pk, done.history.latest().history_id)
    assert "Garde d’enfants : oui" in text(browser(claire).get(version))
    for resource in ("0", "1"):
        file = browser(claire).post(url("booking_participation_export"), {"resource": resource, "format": "csv"})
        assert "Garde d’enfants" in file.content.decode("utf-8-sig")
    assert uses_of(garde) == ["1 inscription"]
