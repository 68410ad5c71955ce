"""Decisions as former code wrote them, kept as files (`stored/`): read, told in the same words and evaluated again equal, whatever is written now.

`format-1.json` and `format-2.json` were written by the code of their time; a new format adds its file and touches no other."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from backoffice.booking.models import Decision
from backoffice.booking.services.explaining import explanation, said_to_the_person
from backoffice.booking.services.nightly import agrees, count_rules
from backoffice.policies.models import Policy, PolicyRevision, RuleDay
from tests import world
from tests.booking.dialogs.screens import browser, text, url

STORED = Path(__file__).parent / "stored"
FORMATS = (1, 2, 3)


def read(name):
    return json.loads((STORED / name).read_text(encoding="utf-8"))


DOCUMENT = read("document.json")


@pytest.fixture
def revision(drome, motif, claire):
    policy = Policy.objects.create(territory=drome, code="stockee", name="Stockée")
    policy.motifs.add(motif)
    now = timezone.now()
    return PolicyRevision.objects.create(
        policy=policy,
        number=1,
        document=DOCUMENT["document"],
        document_hash=DOCUMENT["hash"],
        author=claire,
        reason="Comité",
        published_at=now,
        effective_at=now,
        software_release="0.1.0",
    )


@pytest.fixture
def stored(revision, seance, crest, nadia):
    """The row of one sample, yesterday."""

    def stored(sample):
        level = {"name": "motif", "reference": "revision-1", "parameters": {}}
        return Decision.objects.create(
            kind="book",
            occurrence=seance,
            usager=world.usager(crest, f"Personne {Decision.objects.count()}"),
            user=nadia,
            actor_kind="agent",
            decided_at=timezone.now() - timedelta(days=1),
            outcome=sample["outcome"],
            headline=sample["headline"],
            policy=[{**level, "revision": revision.pk, "hash": revision.document_hash}],
            result=sample["result"],
        )

    return stored


@pytest.mark.parametrize("number", FORMATS)
def test_what_former_code_wrote_is_read_told_and_evaluated_again_equal(stored, number):
    samples = read(f"format-{number}.json")
    for sample in samples:
        decision = stored(sample)
        told = [reason for reason in decision.verdict.reasons if reason.public_message]

        assert json.loads(sample["result"]).get("format", 1) == number
        assert [decision.verdict.outcome.value, decision.verdict.headline.code] == [
            sample["outcome"],
            sample["headline"],
        ]
        assert sample["told"] in ["", *said_to_the_person(decision)]
        assert {reason.public_message for reason in told} <= {sample["told"]}
        assert "l’âge le jour de la séance n’est pas entre 16 et 25 ans inclus" in steps_of(decision)
        assert agrees(decision)
    count_rules(now=timezone.now())
    assert RuleDay.objects.get(rule="").touched == len(samples)


def steps_of(decision):
    return " ".join(step.text for step in explanation(decision, in_full=True).steps)


def test_the_pages_of_a_decision_that_a_later_release_wrote_say_so(stored, claire):
    """What a return to the former release meets; booking reads no former decision."""
    sample = read("format-3.json")[0]
    decision = stored({**sample, "result": json.dumps({**json.loads(sample["result"]), "format": 4})})

    page = browser(claire).get(url("decision", decision.pk))

    assert page.status_code == 403
    assert "plus récente du logiciel" in text(page)
    assert not agrees(decision)
    Decision.objects.filter(pk=decision.pk).update(result=sample["result"])  # the suite evaluates every decision again
