"""The dry run: who each line is, and what the rules would answer, line after line, each taking the place that the previous ones leave.
Takes no lock and enrols nobody. It promises nothing: `book` decides again under the lock, and its answer is the one that counts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from backoffice.booking.enums import LIVE, DecisionKind, LineState, State
from backoffice.booking.errors import AnswersMissing
from backoffice.booking.models import BatchLine, Participation
from backoffice.booking.services.access import reachable_usagers
from backoffice.booking.services.asking import refuse_missing
from backoffice.booking.services.batches.matching import match
from backoffice.booking.services.batches.questions import (
    about_person,
    codes_of_communes,
    fields_for,
    split,
)
from backoffice.booking.services.booking import is_kept_by_a_rule
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.deciding import NOT_ENROLLED, Request, decide, granted
from backoffice.booking.services.explaining import told
from backoffice.booking.services.foretelling_newcomers import imagined
from backoffice.booking.services.offering import end_of_offer
from backoffice.booking.services.previewing import occurrence_to_preview
from backoffice.booking.services.queueing import terms_of
from backoffice.booking.services.quotas import scopes_of_actor
from backoffice.booking.services.rehearsing import Rehearsal
from backoffice.booking.services.serving import GIVES_A_SEAT
from backoffice.booking.values import Actor
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling
from backoffice.notifications.services.owing import channel_for
from backoffice.people.models import Usager
from backoffice.people.services.answers import refuse_incomplete_file
from backoffice.people.values import folded
from config_rules import Outcome
from config_rules.evaluator.quotas import Party

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import BatchEnrolment
    from backoffice.booking.services.deciding import Answer

TRIED = (LineState.READY, LineState.CHOICE, LineState.TWICE, LineState.ALREADY)
WRITTEN = ("state", "forecast", "told", "usager")
# What a line foresees beside the outcomes: from the list, a seat at once, or one that is offered.
PROMOTED, OFFERED = "promoted", "offered"
TAKEN = frozenset({Outcome.ACCEPT, Outcome.WARN, Outcome.APPROVAL})
ANSWERS = {
    Outcome.ACCEPT.value: "Une place.",
    Outcome.WARN.value: "Une place, avec un avertissement.",
    Outcome.WAITLIST.value: "Sur la liste d’attente.",
    Outcome.APPROVAL.value: "Demande à valider.",
    Outcome.ASK.value: "Refusée : il manque une information.",
    Outcome.REFUSE.value: "Refusée.",
    PROMOTED: "Une place.",
    OFFERED: "Une place lui sera proposée.",
}
TOLD = {
    Outcome.ACCEPT.value: Event.BOOKED,
    Outcome.WARN.value: Event.BOOKED,
    Outcome.WAITLIST.value: Event.WAITLISTED,
    Outcome.APPROVAL.value: Event.PENDING,
    PROMOTED: Event.PROMOTED,
    OFFERED: Event.OFFERED,
}
UNREACHABLE = "Ni portable ni e-mail : personne ne sera prévenu."
NEW_FILE = "Sa fiche sera créée."
BY_NAME = "Retrouvée par le nom seulement."
CHOOSE = "Une fiche lui ressemble. Dites si c’est elle."
NO_CODES: Mapping[str, str] = {}
NO_FILE = "Aucune fiche ne correspond, et votre rôle ne crée pas de fiche."


def foresee(batch: BatchEnrolment) -> None:
    """Try every line that can be tried, in order, and write what would happen on the lines."""
    lines = list(batch.lines.filter(state__in=TRIED).order_by("number"))
    trial = Trial(batch, timezone.now())
    for line in lines:
        trial.judge(line)
    write(lines)


def person_to_be(line: BatchLine, occurrence: Occurrence, communes: Mapping[str, str] = NO_CODES) -> Usager:
    """The file that the line would make, not saved. `communes`: the codes of those that are known, which is what the rules read."""
    return Usager(
        territory=occurrence.territory,
        last_name=line.last_name,
        first_name=line.first_name,
        phone=line.phone,
        email=line.email,
        birth_date=line.birth_date,
        commune=line.commune,
        commune_code=communes.get(folded(line.commune), ""),
    )


def write(lines: list[BatchLine]) -> None:
    for line in lines:
        line.told = line.told[:500]
    BatchLine.objects.bulk_update(lines, WRITTEN, batch_size=200)


class Trial:
    """One pass over a list: the séance as the previous lines would leave it, and who was already named."""

    def __init__(self, batch: BatchEnrolment, now: datetime) -> None:
        self.now = now
        self.actor = Actor.importer(batch.user)
        self.rehearsal = Rehearsal(occurrence_to_preview(batch.occurrence_id), now)
        self.occurrence: Occurrence = self.rehearsal.occurrence
        self.files = reachable_usagers(self.actor, self.occurrence)
        live = Participation.objects.filter(occurrence=batch.occurrence_id, state__in=LIVE)
        self.states: dict[int, str] = dict(live.order_by().values_list("usager", "state"))
        self.named: dict[object, int] = {}
        self.user, self.fields = batch.user, fields_for(self.occurrence, self.actor)
        place = self.occurrence.action.organisation
        self.may_create = batch.user.perimeter.may_in(Activity.EDIT_PEOPLE, place)

    def judge(self, line: BatchLine) -> None:
        """Who it is, then what would be answered."""
        found = match(line, self.files)
        line.usager, line.forecast = found.usager, ""
        if found.usager is None and found.alike:
            line.state, line.told = LineState.CHOICE, CHOOSE
            return
        if found.usager is None and not self.may_create:
            line.state, line.told = LineState.UNREADABLE, NO_FILE
            return
        if self.is_twice(line):
            return
        person = found.usager or person_to_be(line, self.occurrence, self.communes)
        notes = [BY_NAME] if found.by_name_only else [NEW_FILE] if found.usager is None else []
        self.answer(line, person, notes)

    @cached_property
    def communes(self) -> dict[str, str]:
        return codes_of_communes(self.occurrence.territory)

    def is_twice(self, line: BatchLine) -> bool:
        key: object = line.usager_id or (line.last_name.lower(), line.first_name.lower(), line.birth_date, line.phone)
        first = self.named.setdefault(key, line.number)
        if first == line.number:
            return False
        line.state, line.told = LineState.TWICE, f"La même personne est à la ligne {first}."
        return True

    def answer(self, line: BatchLine, person: Usager, notes: list[str]) -> None:
        state = self.states.get(person.pk, NOT_ENROLLED) if person.pk else NOT_ENROLLED
        if state not in (NOT_ENROLLED, State.INVITED):
            line.state, line.told = LineState.ALREADY, f"Déjà : {State(state).label.lower()}."
            return
        person.answers = about_person(line, self.fields, person.answers)
        _of_person, given = split(line)
        try:
            if person.pk is None:
                refuse_incomplete_file(person, self.user)
            refuse_missing(self.occurrence, person, given, state)
        except (AnswersMissing, ValidationError) as error:
            line.state = LineState.UNREADABLE
            line.told = error.message if isinstance(error, AnswersMissing) else " ".join(error.messages)
            return
        self.tell(line, person, self.decided(person, line.party_size, given, state), notes)

    def decided(self, person: Usager, party: int, given: dict[str, Any], state: str) -> Answer:
        """The evaluator's answer, with the seats that the lines before took or await."""
        wanted: dict[str, Any] = {"live_state": state, "party_size": party, "answers": given}
        wanted |= {"is_preview": True, "supposed": self.rehearsal.supposed()}
        return decide(Request(DecisionKind.BOOK, self.occurrence, person, self.actor, self.now, **wanted))

    def tell(self, line: BatchLine, person: Usager, answer: Answer, notes: list[str]) -> None:
        outcome = answer.verdict.outcome
        line.state, line.forecast = LineState.READY, outcome.value
        served = self.take(line, answer)
        if served is not None:
            line.forecast = PROMOTED if served.state == State.BOOKED else OFFERED
        has_seat = outcome in GIVES_A_SEAT or served is not None
        reasons = () if outcome == Outcome.ACCEPT or served else told(answer.verdict, answer.policy).reasons
        party = served.party_size if served else granted(answer)
        left = [remaining(self.occurrence)] if has_seat else []
        line.told = " ".join([said(line.forecast, party), *reasons, *left, *notes, *unreachable(person, outcome)])

    def take(self, line: BatchLine, answer: Answer) -> Participation | None:
        """The next line finds fewer seats, or one more inscription before her. Her inscription, when the allocation serves her at once."""
        counters, outcome = self.occurrence.counters, answer.verdict.outcome
        if outcome in GIVES_A_SEAT:
            counters.seats_held += granted(answer)
            self.rehearsal.held.append(Party(scopes_of_actor(self.actor, self.occurrence), granted(answer)))
        elif outcome == Outcome.WAITLIST:
            return self.wait(line, answer)
        if outcome in TAKEN:
            self.rehearsal.came.add(answer.request.usager.pk)
        return None

    def wait(self, line: BatchLine, answer: Answer) -> Participation | None:
        """She joins the queue; seats that those before her cannot take are given at once, as `book` and the worker do."""
        row, counters = imagined(answer, line.number), self.occurrence.counters
        counters.waiting_count += 1
        counters.seats_awaited += row.party_size
        self.rehearsal.joins(row)
        self.rehearsal.came.add(row.usager_id)
        if not is_kept_by_a_rule(answer):
            self.rehearsal.allocate()
        return row if row.state != State.WAITING else None


def said(forecast: str, party: int) -> str:
    """« Une place. », « 3 places. », « Sur la liste d’attente. »"""
    told = ANSWERS[forecast]
    if party == 1 or not told.startswith("Une place"):
        return told
    return told.replace("Une place", f"{party} places").replace("sera proposée", "seront proposées")


def remaining(occurrence: Occurrence) -> str:
    return f"Il en reste {max(0, seats_free(occurrence))}."


def told_of_list(batch: BatchEnrolment) -> list[Telling]:
    """What each line that is ready would be told, as it was tried."""
    occurrence = occurrence_to_preview(batch.occurrence_id)
    lines = batch.lines.filter(state=LineState.READY, forecast__in=TOLD).select_related("usager__responsible")
    terms = terms_of(occurrence, timezone.now())
    until = {OFFERED: About(until=end_of_offer(occurrence, terms))} if terms.offer else {}
    return [
        Telling(
            TOLD[line.forecast],
            occurrence,
            line.usager or person_to_be(line, occurrence),
            until.get(line.forecast, About()),
        )
        for line in lines.order_by("number")
    ]


def unreachable(person: Usager, outcome: Outcome) -> Iterator[str]:
    if outcome not in (Outcome.REFUSE, Outcome.ASK) and channel_for(person) is None:
        yield UNREACHABLE
