"""Lists that say more than names: people who come together, answers to the territory's questions; their trial counts quotas, and is kept."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from backoffice.booking.enums import LineState
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.batches import applying, correct_line, prepare_batch, start_batch
from backoffice.booking.services.keeping import MOST_OVERTAKEN
from backoffice.booking.tasks import enrol_lists
from backoffice.people.enums import FieldSubject, RequiredWhen
from backoffice.people.models import Usager
from backoffice.policies.models import Condition, Policy, Rule
from backoffice.policies.services import publish
from tests import world
from tests.booking.dialogs.screens import browser, text, url

NAMES = ("Dumas", "Martin", "Benali", "Roux", "Petit")


@pytest.fixture(autouse=True)
def no_ring(monkeypatch):
    monkeypatch.setattr(applying, "ring", lambda: None)


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=6, waitlist_max=None, party_max=5)


@pytest.fixture
def niveau(drome, motif):
    """Asked at each inscription, and required."""
    row = world.field(drome, subject=FieldSubject.PARTICIPATION, required_when=RequiredWhen.ENROLMENT)
    motif.questions.add(row)
    return row


@pytest.fixture
def prepare(seance, nadia):
    def prepare(written):
        file = ContentFile(written.encode())
        return prepare_batch(occurrence_id=seance.pk, file=file, source="Liste", user=nadia)

    return prepare


@pytest.fixture
def applied(nadia):
    """The outcome foreseen for each line that is ready, and the one decided."""

    def applied(batch):
        lines = batch.lines.filter(state=LineState.READY).order_by("number")
        foreseen = [(line.forecast.replace("promoted", "accept"), line.party_size) for line in lines]
        start_batch(batch_id=batch.pk, user=nadia)
        enrol_lists()
        rows = Participation.objects.order_by("pk")
        return foreseen, [("accept" if row.state == "unknown" else "waitlist", row.party_size) for row in rows]

    return applied


@pytest.fixture
def policy_with(drome, motif, claire):
    """Publish one rule that refuses, for this condition."""

    def policy_with(unknown="", **condition):
        policy = Policy.objects.create(territory=drome, code="regle", name="Règle")
        answers = dict.fromkeys(("agent", "prescriber", "usager", "import"), "refuse")
        words = {"code": "regle", "title": "Règle", "answers": answers, "agent_message": "Non."}
        rule = Rule.objects.create(policy=policy, **words, **({"unknown": unknown} if unknown else {}))
        Condition.objects.create(rule=rule, **condition)
        policy.motifs.add(motif)
        publish(policy_id=policy.pk, user=claire, reason="Essai", draft_version=policy.draft_version)

    return policy_with


def told(batch):
    return [line.told for line in batch.lines.order_by("number")]


def test_people_who_come_together_take_their_seats_in_the_trial_and_for_good(prepare, applied):
    batch = prepare("Nom;Prénom;Nombre de personnes\nDumas;A;3\nMartin;B;4\nBenali;C;\nRoux;D;abc\nPetit;E;0\n")

    assert [line[:22] for line in told(batch)[:3]] == [
        "3 places. Il en reste ",
        "Sur la liste d’attente",
        "Une place. Il en reste",
    ]
    assert "« abc » n’est pas un nombre entier." in told(batch)[3]
    assert "une inscription compte de 1 à 100 personnes" in told(batch)[4]
    foreseen, decided = applied(batch)
    assert foreseen == decided == [("accept", 3), ("waitlist", 4), ("accept", 1)]


def test_columns_of_the_territory_s_questions_are_found_by_their_titles(prepare, niveau, nadia):
    batch = prepare("Nom;Prénom;NIVEAU DE FRANCAIS\nDumas;A;B1\nMartin;B;\nBenali;C;C2\n")

    assert [column["kind"] for column in batch.columns] == ["last_name", "first_name", "answers.niveau"]
    lines = list(batch.lines.order_by("number"))
    assert [line.state for line in lines] == ["ready", "unreadable", "unreadable"]
    assert "Il manque une information pour inscrire : Niveau de français." in lines[1].told
    assert "« C2 » n’existe pas. Choix : A1, B1." in lines[2].told

    address = url("batch_line", lines[1].pk)
    assert "Niveau de français" in text(browser(nadia).get(address))
    typed = {"last_name": "Martin", "first_name": "B", "answers__niveau": "a1"}
    browser(nadia).post(address, typed)
    correct_line(line_id=lines[2].pk, user=nadia, last_name="Benali", first_name="C", answers={"answers.niveau": "b1"})
    start_batch(batch_id=batch.pk, user=nadia)
    enrol_lists()
    rows = Participation.objects.order_by("pk").values_list("usager__last_name", "answers")
    assert list(rows) == [("Dumas", {"niveau": "b1"}), ("Martin", {"niveau": "a1"}), ("Benali", {"niveau": "b1"})]


@pytest.mark.parametrize(
    "quotas", [{"quota.maximum": {"quotas": {"channel:import": 3}}}, {"quota.seats": {"quotas": {"channel:usager": 4}}}]
)
def test_the_trial_counts_quotas_as_the_lines_use_them(prepare, applied, in_force, quotas):
    in_force(quotas)
    names = "".join(f"{name};A\n" for name in NAMES)

    foreseen, decided = applied(prepare(f"Nom;Prénom\n{names}"))

    seats = 3 if "quota.maximum" in quotas else 2
    assert foreseen == decided == [("accept", 1)] * seats + [("waitlist", 1)] * (5 - seats)


def test_seats_that_those_before_cannot_take_are_foreseen(prepare, applied, ask):
    """A party of five waits for six seats of which four are free: the list takes them, as one agent would."""
    for number in range(2):
        ask(f"Place {number}")
    ask("Famille", party_size=5)
    batch = prepare("Nom;Prénom\nDumas;A\nMartin;B\n")

    assert [line.forecast for line in batch.lines.order_by("number")] == ["promoted", "promoted"]
    applied(batch)
    outcomes = Decision.objects.filter(participation__usager__last_name__in=NAMES).values_list("outcome", flat=True)
    assert Participation.objects.filter(usager__last_name__in=NAMES, state="unknown").count() == 2
    assert "refuse" not in outcomes


def test_a_seat_that_is_offered_is_an_answer_like_another(prepare, applied, ask, motif):
    motif.waitlist_offer_hours = 24
    motif.save()
    for number in range(2):
        ask(f"Place {number}")
    ask("Famille", party_size=5)
    batch = prepare("Nom;Prénom\nDumas;A\n")
    assert told(batch)[0].startswith("Une place lui sera proposée.")
    applied(batch)

    line = batch.lines.get()
    assert (line.state, line.told) == (LineState.WAITING, "Une place lui est proposée.")


def test_seats_that_are_kept_for_a_family_are_kept_in_the_trial_too(prepare, applied, ask, leave):
    """A family of three was overtaken five times: two seats are free, and the list does not have them."""
    seated = [ask(f"Place {number}") for number in range(6)]
    ask("Famille", party_size=3)
    for number in range(MOST_OVERTAKEN):
        ask(f"Seule {number}")
    for booking in seated:
        leave(booking)

    batch = prepare("Nom;Prénom\nDumas;A\nMartin;B\n")
    assert [line.forecast for line in batch.lines.order_by("number")] == ["waitlist", "waitlist"]
    applied(batch)
    assert Participation.objects.filter(usager__last_name__in=NAMES, state="waiting").count() == 2


def test_two_lines_of_one_family_are_seen_as_such(prepare, applied, crest, policy_with):
    """The rule refuses a second person of a family: the second line is foreseen refused, and is."""
    mother = world.usager(crest, "Dumas", "Inès")
    world.usager(crest, "Dumas", "Lou", responsible=mother, phone="")
    policy_with(fact="person.has_relative_enrolled", operator="is", value=True)

    batch = prepare("Nom;Prénom\nDumas;Inès\nDumas;Lou\n")
    assert [line.forecast for line in batch.lines.order_by("number")] == ["accept", "refuse"]
    applied(batch)
    assert [line.state for line in batch.lines.order_by("number")] == [LineState.BOOKED, LineState.REFUSED]


def test_what_the_rules_look_at_is_a_column(prepare, applied, drome, policy_with):
    """A field of the person that nothing requires, but that a rule looks at."""
    world.field(drome, key="rsa", label="Touche le RSA", subject=FieldSubject.PERSON, kind="boolean")
    policy_with(fact="person.field.rsa", operator="is", value=False, unknown="ask")

    batch = prepare("Nom;Prénom;Touche le RSA\nDumas;A;oui\nMartin;B;non\nBenali;C;\n")
    assert batch.columns[2]["kind"] == "person.field.rsa"
    assert [line.forecast for line in batch.lines.order_by("number")] == ["accept", "refuse", "ask"]


def test_the_commune_is_a_column_that_the_rules_read_and_the_page_says_what_would_happen(
    prepare, applied, crest, nadia, seance, policy_with
):
    world.usager(crest, "Roux", "Anna", commune="Crest", commune_code="26108")
    policy_with(fact="person.commune", operator="is", value="26108", unknown="let_pass")

    batch = prepare("Nom;Prénom;Ville\nDumas;A;CREST\nMartin;B;Ailleurs\n")
    page = text(browser(nadia).get(url("batch", batch.pk)))
    applied(batch)

    assert "Ce qui se passerait : 1 avec une place, 1 sans inscription possible." in page
    assert "Inscrire 1 personne<" in page
    assert list(batch.lines.order_by("number").values_list("state", flat=True)) == [LineState.REFUSED, LineState.BOOKED]
    assert list(Usager.objects.order_by("pk").values_list("commune", "commune_code"))[1:] == [
        ("CREST", "26108"),
        ("Ailleurs", ""),
    ]
    assert 'data-label="Commune">Ailleurs<' in text(browser(nadia).get(url("seance", seance.pk)))
