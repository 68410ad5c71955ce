"""The preview between two requests: what was shown comes back signed, and is compared with what would be created now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.utils import timezone

from backoffice.actions.enums import DateState, Frequency
from backoffice.actions.services.planning import Wish
from backoffice.actions.services.repeating import Repetition
from backoffice.console.base.wording import count, short_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backoffice.actions.models import CollectiveAction, Occurrence
    from backoffice.actions.services.planning import Line, Preview

SALT = "backoffice.plan"
# The buttons of a date, and what they wish; « restore » takes the wish away.
WISHES = {"remove": DateState.REMOVED, "force": DateState.FORCED, "move": DateState.MOVED, "restore": None}

type Seen = list[tuple[str, str]]


@dataclass(frozen=True)
class ShownLine:
    """One date as the preview shows it."""

    line: Line
    text: str

    @property
    def is_by_hand(self) -> bool:
        return self.line.state in {DateState.REMOVED, DateState.FORCED, DateState.MOVED}


@dataclass(frozen=True)
class Shown:
    """What the template needs of a preview."""

    preview: Preview

    @property
    def lines(self) -> list[ShownLine]:
        return [ShownLine(line, line.text(self.preview.zone)) for line in self.preview.lines]

    @property
    def past(self) -> int:
        """How many dates are already behind: allowed, to write down what took place, but said."""
        now = timezone.now()
        return sum(line.date is not None and line.date.starts_at < now for line in self.preview.planned)

    @property
    def summary(self) -> str:
        """« 10 séances, du 7 janv. 2027 au 25 mars 2027 »."""
        walls = sorted(line.wall for line in self.preview.planned)
        if len(walls) < 2:
            return f"une séance le {short_date(walls[0])}" if walls else "Aucune séance"
        return f"{count(len(walls), 'séance')}, du {short_date(walls[0])} au {short_date(walls[-1])}"


def sealed(seen: Seen) -> str:
    return signing.dumps(seen, salt=SALT, compress=True)


def opened(text: str) -> Seen:
    """What was shown; nothing when somebody else wrote it."""
    try:
        return [(str(key), str(said)) for key, said in signing.loads(text, salt=SALT)]
    except signing.BadSignature:
        return []


def differences(before: Seen, after: Seen) -> list[str]:
    """What changed since it was shown, one sentence a date."""
    old, new = dict(before), dict(after)
    changed = [f"Était : {old[key]}. Maintenant : {said}." for key, said in after if old.get(key, said) != said]
    added = [f"Nouvelle date : {said}." for key, said in after if key not in old]
    gone = [f"N’est plus là : {said}." for key, said in before if key not in new]
    return [*changed, *added, *gone]


def wished(wishes: Mapping[date, Wish], posted: Mapping[str, Any]) -> dict[date, Wish]:
    """The wishes kept so far, with the one that a button of this request says."""
    found = dict(wishes)
    for day, wish in said_now(posted):
        if wish is None:
            found.pop(day, None)
        else:
            found[day] = wish
    return found


def said_now(posted: Mapping[str, Any]) -> Iterator[tuple[date, Wish | None]]:
    for name, state in WISHES.items():
        try:
            day = date.fromisoformat(posted.get(name, ""))
        except ValueError:
            continue
        if state != DateState.MOVED:
            yield day, Wish(state) if state else None
        elif wall := wall_of(posted, day):
            yield day, Wish(state, wall)


def wall_of(posted: Mapping[str, Any], day: date) -> datetime | None:
    """Where the two inputs of a date move it; None when they are not filled."""
    try:
        to_day = date.fromisoformat(posted.get(f"day-{day}", ""))
        return datetime.combine(to_day, time.fromisoformat(posted.get(f"time-{day}", "")))
    except ValueError:
        return None


RHYTHM_KEPT = ("frequency", "every", "weekdays", "skips", "on_skip")


def copy_of(action: CollectiveAction) -> dict[str, Any]:
    """The form of an action like this one, without its dates."""
    asked = action.repetition
    rhythm = {"start_time": asked["start_time"], "duration_minutes": asked["minutes"]} if asked else {}
    return {
        "copied": action.pk,
        "motif": action.motif_id,
        "organisation": action.organisation_id,
        "title": f"{action.title} (copie)"[:120],
        "public_title": action.public_title,
        "default_venue": action.default_venue_id,
        "seats_override": action.seats_override,
        "facilitators": [person.pk for person in action.facilitators.all()],
        **rhythm,
        **{name: asked[name] for name in RHYTHM_KEPT if name in asked},
    }


def told_copy(action: CollectiveAction) -> str:
    """What a duplicate takes without asking, and what it does not."""
    taken = (
        (action.own_policy, f"la politique d’inscription « {action.own_policy} »"),
        (action.quotas is not None, "les places réservées"),
        (action.openness, f"l’ouverture aux prescripteurs ({lower_first(action.get_openness_display())})"),
        (action.type_label_id, f"le libellé « {action.type_label} »"),
    )
    words = [sentence for is_set, sentence in taken if is_set]
    more = f", avec {', '.join(words)}" if words else ""
    return f"Copie de « {action.title} »{more}. Ses dates et ses textes de messages ne sont pas repris."


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def following(action: CollectiveAction, last: Occurrence | None) -> dict[str, Any]:
    """The form of a series that goes on as it was made; empty for an action whose repetition was not kept."""
    asked = action.repetition
    if not asked or last is None:
        return {}
    return {
        "first_day": next_day(asked, last.local_start.date()),
        "start_time": asked["start_time"],
        "duration_minutes": asked["minutes"],
        **{name: asked[name] for name in RHYTHM_KEPT},
    }


def next_day(asked: dict[str, Any], last: date) -> date:
    """The day that the rule names after the last séance: the same rank of the month, or the next of its weekdays."""
    rule = Repetition(
        first_day=last,
        start_time=time(),
        minutes=1,
        frequency=Frequency(asked["frequency"]),
        every=asked["every"],
        weekdays=tuple(asked["weekdays"]),
        count=None if asked["frequency"] == Frequency.DATES else 1,
    )
    return next((day for day in rule.named_days() if day > last), last + timedelta(weeks=1))
