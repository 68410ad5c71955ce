"""Each fact of the vocabulary, computed from its sources. A test holds this list and the vocabulary of policies together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from backoffice.booking.enums import DecisionKind, State
from backoffice.booking.services.access import may_overbook, may_override
from backoffice.booking.services.facts.sources import REMEMBERED_DAYS
from backoffice.directory.values import open_days_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backoffice.booking.services.facts.sources import Sources


def code(kind: str, key: int | None) -> str | None:
    """How a row is named in rules: « motif-12 »; the transfer between environments renames it by its label."""
    return None if key is None else f"{kind}-{key}"


def codes(kind: str, keys: Iterable[int | None]) -> frozenset[str]:
    return frozenset(f"{kind}-{key}" for key in keys if key is not None)


def age_on_the_day(sources: Sources) -> int | None:
    born, day = sources.usager.birth_date, sources.start.date()
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def days_since_last_same_motif(sources: Sources) -> int | None:
    last = sources.same_motif.keep(sources.attended(REMEMBERED_DAYS))
    return (sources.now - last[-1].starts_at).days if last else None


def overlaps(sources: Sources) -> bool:
    seance = sources.occurrence
    return any(row.starts_at < seance.ends_at and row.ends_at > seance.starts_at for row in sources.upcoming())


def same_motif_same_day(sources: Sources) -> bool:
    day = sources.start.date()
    return any(sources.local_day(row.starts_at) == day for row in sources.same_motif.keep(sources.upcoming()))


def counted_participations(sources: Sources) -> int:
    """What the parameter « limite » counts: coming and attended participations of the scope, within its period before today."""
    parameters = sources.request.parameters
    scopes = {"action": sources.same_action, "series": sources.same_action, "motif": sources.same_motif}
    scope = scopes.get(str(parameters["limit.scope"].value), sources.same_category)
    recent = sources.attended(cast("int", parameters["limit.period_days"].value))
    return len(scope.keep([*recent, *sources.upcoming()]))


def is_of_host(sources: Sources) -> bool:
    user = sources.request.actor.user
    return user is not None and sources.action.organisation_id in user.perimeter.organisations


def own_organisations(sources: Sources) -> frozenset[str]:
    user = sources.request.actor.user
    return codes("organisation", user.perimeter.organisations if user else ())


def days_before_start(sources: Sources) -> int:
    return (sources.start.date() - sources.local_day(sources.now)).days


def open_days_before_start(sources: Sources) -> int:
    return open_days_between(sources.local_day(sources.now), sources.start.date(), sources.occurrence.territory)


def request_kind(sources: Sources) -> str:
    """For the rules, a move asks for a seat as a new request does."""
    kind = sources.request.kind
    return DecisionKind.BOOK.value if kind == DecisionKind.MOVE else kind.value


FACTS: dict[str, Callable[[Sources], Any]] = {
    "actor.kind": lambda s: s.request.actor.kind.value,
    "actor.may_overbook": lambda s: may_overbook(s.request.actor, s.occurrence),
    "actor.may_override": lambda s: may_override(s.request.actor, s.occurrence),
    "actor.is_invited": lambda s: s.request.live_state == State.INVITED,
    "actor.organisations": own_organisations,
    "actor.is_of_host": is_of_host,
    "request.kind": request_kind,
    "request.overbook": lambda s: s.request.overbook,
    "request.override": lambda s: s.request.override,
    "request.has_reason": lambda s: bool(s.request.reason),
    "request.party_size": lambda s: s.request.party_size,
    "request.made_on": lambda s: s.local_day(s.now),
    "occurrence.state": lambda s: s.occurrence.state,
    "occurrence.minutes_before_start": lambda s: int((s.occurrence.starts_at - s.now).total_seconds() // 60),
    "occurrence.days_before_start": days_before_start,
    "occurrence.open_days_before_start": open_days_before_start,
    "occurrence.seats": lambda s: s.seats,
    "occurrence.seats_left": lambda s: s.seats_left,
    "occurrence.quota_seats_left": lambda s: s.quota_seats_left,
    "occurrence.overbooked": lambda s: max(0, -s.seats_left),
    "occurrence.waiting_count": lambda s: s.ahead,
    "occurrence.seats_awaited": lambda s: s.seats_awaited,
    "occurrence.weekday": lambda s: str(s.start.isoweekday()),
    "occurrence.month": lambda s: str(s.start.month),
    "occurrence.start_hour": lambda s: s.start.hour,
    "occurrence.duration_minutes": lambda s: s.occurrence.duration_minutes,
    "occurrence.position_in_series": lambda s: s.position_in_series,
    "occurrence.in_school_holidays": lambda s: s.in_school_holidays,
    "occurrence.venue": lambda s: code("venue", s.occurrence.venue_id),
    "occurrence.station": lambda s: s.occurrence.station or None,
    "occurrence.band": lambda s: s.occurrence.band or None,
    "action.code": lambda s: code("action", s.action.pk),
    "action.motif": lambda s: code("motif", s.action.motif_id),
    "action.category": lambda s: code("category", s.action.motif.category_id),
    "action.service": lambda s: code("service", s.action.motif.service_id),
    "action.type_label": lambda s: code("label", s.action.type_label_id or s.action.motif.type_label_id),
    "action.organisation": lambda s: code("organisation", s.action.organisation_id),
    "action.is_recurring": lambda s: s.action.is_recurring,
    "person.participation_state": lambda s: s.request.live_state,
    "person.age": age_on_the_day,
    "person.commune": lambda s: s.usager.commune_code or None,
    "person.organisations": lambda s: codes("organisation", s.organisations),
    "person.is_followed_by_host": lambda s: s.action.organisation_id in s.organisations,
    "person.has_responsible": lambda s: s.usager.responsible_id is not None,
    "person.has_relative_enrolled": lambda s: s.has_relative_enrolled,
    "person.language": lambda s: s.usager.language,
    "person.reachable_by_sms": lambda s: s.usager.contact.can_receive_sms,
    "person.reachable_by_email": lambda s: bool(s.usager.contact.accepts_email and s.usager.contact.email),
    "person.reachable": lambda s: bool(
        s.usager.contact.can_receive_sms or (s.usager.contact.accepts_email and s.usager.contact.email)
    ),
    "history.counted_participations": counted_participations,
    "history.upcoming_same_action": lambda s: len(s.same_action.keep(s.upcoming())),
    "history.upcoming_same_motif": lambda s: len(s.same_motif.keep(s.upcoming())),
    "history.upcoming_same_category": lambda s: len(s.same_category.keep(s.upcoming())),
    "history.upcoming": lambda s: len(s.upcoming()),
    "history.attended_same_action_365_days": lambda s: len(s.same_action.keep(s.attended(365))),
    "history.attended_same_motif_365_days": lambda s: len(s.same_motif.keep(s.attended(365))),
    "history.attended_same_category_365_days": lambda s: len(s.same_category.keep(s.attended(365))),
    "history.noshow_90_days": lambda s: len(s.noshow(90)),
    "history.noshow_365_days": lambda s: len(s.noshow(365)),
    "history.noshow_same_motif_365_days": lambda s: len(s.same_motif.keep(s.noshow(365))),
    "history.cancelled_90_days": lambda s: len(s.cancelled(90)),
    "history.cancelled_same_action_365_days": lambda s: len(s.same_action.keep(s.cancelled(365))),
    "history.moved_90_days": lambda s: len(s.moved(90)),
    "history.moved_same_motif_365_days": lambda s: len(s.same_motif.keep(s.moved(365))),
    "history.attended_actions": lambda s: codes("action", (row.action_id for row in s.attended(REMEMBERED_DAYS))),
    "history.attended_motifs": lambda s: codes("motif", (row.motif_id for row in s.attended(REMEMBERED_DAYS))),
    "history.attended_categories": lambda s: codes(
        "category", (row.category_id for row in s.attended(REMEMBERED_DAYS))
    ),
    "history.enrolled_actions": lambda s: codes("action", (row.action_id for row in s.upcoming())),
    "history.days_since_last_same_motif": days_since_last_same_motif,
    "history.same_motif_same_day": same_motif_same_day,
    "history.overlaps": overlaps,
}
# Counted within bounds that parameters give: with other parameters they are other facts.
WITHIN_PARAMETERS = frozenset(
    {"history.counted_participations", "occurrence.quota_seats_left", "occurrence.seats_awaited"}
)
