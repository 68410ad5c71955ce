"""One series of each territory as a référente plans it: ten weekly séances ahead, holidays and a closure skipped, a facilitator away."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from backoffice.actions.enums import Skip
from backoffice.actions.models import Absence, CollectiveAction
from backoffice.actions.services import create_action, preview_dates
from backoffice.actions.services.daysoff import Place
from backoffice.actions.services.repeating import Repetition
from backoffice.demo.services.once import known, reason_of
from backoffice.directory.models import Closure

if TYPE_CHECKING:
    from backoffice.demo.services.ground import Ground
    from backoffice.demo.services.once import Signature
    from backoffice.demo.services.programme import Span
    from backoffice.demo.values.shapes import ActionShape

TITLE, COUNT, MINUTES = "Café des parents", 10, 90
SKIPS = frozenset({Skip.SCHOOL, Skip.BANK, Skip.CLOSURE, Skip.ABSENCE})
START, WEEKS_FROM_NOW, CLOSED_AFTER, AWAY_AFTER = time(10), 3, 2, 4
FRIDAY = 4


def prepare_series(ground: Ground, signature: Signature, span: Span) -> None:
    """Made once; where and by whom as the first weekly action of the territory."""
    ref = f"{ground.shape.code}-serie"
    if ref in known(CollectiveAction):
        return
    model = next(shape for shape in ground.shape.actions if shape.weekly and shape.facilitators)
    first = span.today - timedelta(days=span.today.weekday()) + timedelta(weeks=WEEKS_FROM_NOW, days=FRIDAY)
    days_off(ground, signature, model, first)
    plan_it(ground, model, first, ref, signature)


def days_off(ground: Ground, signature: Signature, model: ActionShape, first: date) -> None:
    code = ground.shape.code
    closed = first + timedelta(weeks=CLOSED_AFTER)
    closure = Closure(territory=ground.territory, name="Formation des équipes", first_day=closed, last_day=closed)
    signature.once(closure, f"{code}-fermeture")
    away = first + timedelta(weeks=AWAY_AFTER)
    runner = ground.facilitators[model.facilitators[0]]
    absence = Absence(facilitator=runner, first_day=away - timedelta(days=2), last_day=away)
    signature.once(absence, f"{code}-absence")


def plan_it(ground: Ground, model: ActionShape, first: date, ref: str, signature: Signature) -> None:
    runners = [ground.facilitators[name] for name in model.facilitators]
    action = CollectiveAction(
        motif=ground.motifs[model.motif],
        organisation=ground.organisations[model.organisation],
        title=TITLE,
        default_venue=ground.venues[model.venue],
    )
    action.full_clean(exclude=["facilitators"])
    asked = Repetition(first_day=first, start_time=START, minutes=MINUTES, count=COUNT, skips=SKIPS)
    place = Place(action.organisation, action.default_venue, tuple(runners))
    plan = preview_dates(repetition=asked, place=place).plan
    create_action(
        action=action,
        plan=plan,
        user=ground.referente,
        facilitators=runners,
        reason=reason_of(ref),
        now=signature.today - timedelta(days=1),
    )
