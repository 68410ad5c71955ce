"""What a person reads of her own place behind the link of her messages, and what she may do there. Nothing of anybody else.

A sensitive séance or contact shows there what its messages show: when, and whom to call. Whoever holds her telephone learns nothing more, whatever
she knows of her (reliability T9); so no second question is asked, which a relative would answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.queries import KEPT_AFTER_ITS_DAY
from backoffice.booking.enums import ATTENDANCE, COMING, TRANSITIONS, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.answering import OfferAnswer, accept, decline
from backoffice.booking.services.cancelling import Cancellation, cancel
from backoffice.booking.services.deadlines import CANCEL, deadline
from backoffice.booking.services.explaining import said_to_the_person
from backoffice.booking.services.instructing import Consigne, keep_acceptances
from backoffice.booking.services.locking import LOADED, locked
from backoffice.booking.services.queueing import standing
from backoffice.booking.values import BY_LINK, Actor
from backoffice.catalogue.models import Instruction
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.wording import spoken_day, spoken_duration
from backoffice.directory.enums import Zone
from backoffice.notifications.services.links import link_behind
from backoffice.notifications.services.texts import is_neutral

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Facilitator, Occurrence

SITUATIONS = {
    State.INVITED: "Vous avez une invitation",
    State.BOOKED: "Vous avez une place",
    State.WAITING: "Vous êtes sur la liste d’attente",
    State.OFFERED: "Une place vous est proposée",
    State.PENDING: "Nous avons votre demande",
    State.ATTENDED: "Votre présence est notée",
    State.LATE: "Votre présence est notée",
    State.NOSHOW: "Votre absence est notée",
    State.EXCUSED: "Votre inscription est annulée, à votre demande",
    State.REVOKED: "Le service a annulé votre inscription",
    State.DECLINED: "Vous avez laissé la place proposée",
    State.EXPIRED: "La place proposée est allée à une autre personne",
    State.MOVED: "Votre inscription est déplacée à une autre séance",
}
TOO_LATE = "Le délai pour répondre est passé"
DETAILS = {
    State.INVITED: "Pour répondre, appelez-nous.",
    State.PENDING: "Un agent va vous répondre.",
    State.NOSHOW: "Si c’est une erreur, appelez-nous.",
    State.REVOKED: "Pour en parler ou trouver une autre date, appelez-nous.",
    State.EXCUSED: "Si ce n’est pas vous, ou si vous avez changé d’avis, appelez-nous.",
    State.DECLINED: "Si vous avez changé d’avis, appelez-nous.",
    State.EXPIRED: "Nous n’avons pas eu votre réponse à temps. Pour une autre date, appelez-nous.",
    State.MOVED: "La nouvelle date est dans votre dernier message.",
}


@dataclass(frozen=True)
class OwnPlace:
    """One inscription as the person herself reads it at the instant `now`. Its occurrence is loaded with what messages need."""

    participation: Participation
    now: datetime

    @property
    def occurrence(self) -> Occurrence:
        return self.participation.occurrence

    @cached_property
    def state(self) -> State:
        return State(self.participation.state)

    @cached_property
    def is_neutral(self) -> bool:
        return is_neutral(self.occurrence, self.participation.usager)

    @property
    def is_over(self) -> bool:
        return self.occurrence.ends_at <= self.now

    @property
    def is_calendar_given(self) -> bool:
        return self.state == State.BOOKED and not self.is_over

    @property
    def phone(self) -> str:
        return self.occurrence.action.organisation.phone or self.occurrence.territory.phone

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it."""
        return "".join(each for each in self.phone if each.isdecimal() or each == "+")

    @property
    def day(self) -> str:
        return f"{spoken_day(self.occurrence.local_start)} {self.occurrence.local_start.year}"

    @property
    def duration(self) -> str:
        return spoken_duration(self.occurrence.duration_minutes)

    @property
    def zone_words(self) -> str:
        """Where this hour is the hour, for who may read from elsewhere; nothing in mainland France."""
        zone = Zone(self.occurrence.territory.time_zone)
        return "" if zone == Zone.PARIS else f"Heure locale : {zone.label}"

    @property
    def led_by(self) -> list[Facilitator]:
        return [] if self.is_neutral else self.occurrence.led_by

    @property
    def situation(self) -> str:
        """Her state, in a sentence that she understands."""
        if self.state == State.REVOKED and self.occurrence.state == OccurrenceState.CANCELLED:
            return "La séance est annulée"
        if self.state == State.REVOKED and self.was_a_request:
            return "Votre demande n’a pas été acceptée"
        if self.is_over and self.state in COMING:
            return "La séance est passée"
        return TOO_LATE if self.is_unanswered else SITUATIONS[self.state]

    @property
    def details(self) -> tuple[str, ...]:
        """What follows from it: her rank and why, the end of an offer, what to do."""
        if self.is_over and self.state in COMING:
            return ()
        if self.is_unanswered:
            return (DETAILS[State.EXPIRED],)
        told = standing(self.participation, self.now) or (DETAILS.get(self.state, ""),)
        said = told[:1] if self.is_neutral else told
        return tuple(sentence.removeprefix(f"{self.situation}. ") for sentence in said if sentence)

    @property
    def was_a_request(self) -> bool:
        """An agent said no to what she asked, rather than taking back what she had."""
        states = self.participation.history.order_by("-history_date", "-history_id").values_list("state", flat=True)
        return State.PENDING in states[1:2]

    @property
    def for_whom(self) -> str:
        """The first name of a child, for the parent who reads."""
        usager = self.participation.usager
        return usager.first_name if usager.responsible_id and not self.is_neutral else ""

    @cached_property
    def offer_ends_at(self) -> datetime | None:
        """Until when she may answer; None when there is nothing to answer any more."""
        end = self.participation.offer_expires_at
        if self.state != State.OFFERED or end is None:
            return None
        end = min(end, self.occurrence.starts_at)
        return end if self.now <= end else None

    @property
    def is_unanswered(self) -> bool:
        """The time to answer has passed, and the worker has not said so yet."""
        return self.state == State.OFFERED and self.offer_ends_at is None

    @property
    def is_cancellable(self) -> bool:
        """A place or a wait to come, whatever the delay; an offer is accepted or declined."""
        open_states = State.EXCUSED in TRANSITIONS[self.state] and self.state not in {*ATTENDANCE, State.OFFERED}
        return open_states and self.now <= self.occurrence.starts_at

    @cached_property
    def cancel_until(self) -> datetime | None:
        """The delay of the policy for a person; None when it never lets her cancel by herself."""
        return deadline(CANCEL, self.occurrence, Actor.usager(), self.now)

    @property
    def may_cancel(self) -> bool:
        return self.is_cancellable and self.cancel_until is not None and self.now <= self.cancel_until

    @cached_property
    def consignes(self) -> tuple[Consigne, ...]:
        """All that people must know before they come; nothing when it would name what must not be named."""
        if self.is_neutral or self.is_over or self.state not in COMING | {State.INVITED}:
            return ()
        rows = Instruction.objects.filter(motif=self.occurrence.action.motif_id).order_by("position", "pk")
        return tuple(Consigne(row) for row in rows)

    @property
    def to_accept(self) -> tuple[Consigne, ...]:
        """Those that she has not accepted as they read now."""
        accepted = set(self.participation.acceptances.values_list("instruction", "text"))
        return tuple(
            one for one in self.consignes if one.must_be_accepted and (one.instruction.pk, one.text) not in accepted
        )

    @property
    def why(self) -> tuple[tuple[datetime, tuple[str, ...]], ...]:
        """The last answer that she was given, with its reason, word for word; none once it no longer holds: it would promise what is over."""
        if self.is_neutral or self.state not in COMING:
            return ()
        asked = Decision.objects.filter(participation=self.participation.pk).order_by("-decided_at", "-pk")
        return tuple((decision.decided_at, said_to_the_person(decision)) for decision in asked[:1])


def own_place(secret: str, *, now: datetime | None = None) -> OwnPlace:
    """The inscription behind a link, until a week after its séance. Raises OutOfPerimeter, whatever is wrong with the link."""
    now, link = now or timezone.now(), link_behind(secret)
    rows = Participation.objects.filter(usager=link.usager_id, occurrence=link.occurrence_id)
    loaded = [f"occurrence__{name}" for name in LOADED]
    found = rows.select_related("usager__responsible", *loaded).order_by("-pk").first()
    if found is None or found.occurrence.ends_at + KEPT_AFTER_ITS_DAY <= now:
        raise OutOfPerimeter
    return OwnPlace(found, now)


def cancel_own(place: OwnPlace) -> Cancellation:
    """At her wish, within the delay that the policy gives her. Same errors as `cancel`; twice is once."""
    return cancel(participation_id=place.participation.pk, actor=Actor.usager(), by_service=False, reason=BY_LINK)


def accept_own(place: OwnPlace) -> OfferAnswer:
    """Take the place offered. Same errors as `accept`; twice is once."""
    return accept(participation_id=place.participation.pk, actor=Actor.usager(), reason=BY_LINK)


def decline_own(place: OwnPlace) -> OfferAnswer:
    """Leave the place offered. Same errors as `decline`; twice is once."""
    return decline(participation_id=place.participation.pk, actor=Actor.usager(), reason=BY_LINK)


def accept_consignes(place: OwnPlace, marks: Iterable[str]) -> None:
    """Keep the consignes that she ticked, as they read when she did: one that changed meanwhile is asked again. Twice is once."""
    marked = set(marks)
    with locked(place.participation.occurrence_id):
        ticked = [one.instruction for one in place.to_accept if one.mark in marked]
        keep_acceptances(place.participation, ticked, user=None, at=place.now)
