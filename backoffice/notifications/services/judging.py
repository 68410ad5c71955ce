"""What only somebody can decide about a message: that it was received, although nobody knows; that it leaves, although a ceiling holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import MessageState, StepSource, Trouble
from backoffice.notifications.errors import NotToJudge
from backoffice.notifications.models import MessageStep, OutboxMessage, SmsDay
from backoffice.notifications.services.waking import wake_after_commit
from backoffice.notifications.values.sms import euros

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from backoffice.directory.models import Territory, User

DOUBTFUL = (MessageState.UNKNOWN, MessageState.UNDELIVERED)


def say_received(*, message_id: int, user: User, reason: str = "", now: datetime | None = None) -> OutboxMessage:
    """She says that she has it: nobody needs to look any more, and it is never sent again.

    Raises OutOfPerimeter, NotAllowed; NotToJudge when the message is not in doubt (any more)."""
    with transaction.atomic():
        message = locked(message_id, user)
        if message.state not in DOUBTFUL:
            raise NotToJudge("Ce message n’est plus à vérifier. Rechargez la page pour voir où il en est.")
        message.state, message.trouble = MessageState.DELIVERED, ""
        message.save(update_fields=["state", "trouble"])
        keep(message, user, reason or "La personne dit qu’elle l’a reçu", now)
    return message


def let_through(*, message_id: int, user: User, reason: str, now: datetime | None = None) -> OutboxMessage:
    """Let one message leave although its ceiling is reached, outside the quiet hours as any other; the reason is kept with it.

    Raises OutOfPerimeter, NotAllowed; NotToJudge when no ceiling holds it (any more), when it is useless by now, or without reason."""
    now = now or timezone.now()
    with transaction.atomic():
        message = locked(message_id, user)
        if message.state != MessageState.HELD or message.useless_at <= now:
            raise NotToJudge("Aucun plafond ne retient plus ce message. Rechargez la page pour voir où il en est.")
        if not reason.strip():
            raise NotToJudge("Écrivez pourquoi ce message part malgré le plafond : la raison est gardée avec lui.")
        message.state, message.trouble, message.not_before, message.is_let_through = MessageState.DUE, "", now, True
        message.save(update_fields=["state", "trouble", "not_before", "is_let_through"])
        keep(message, user, reason, now)
        wake_after_commit()
    return message


def let_territory_through(*, territory: Territory, user: User, reason: str, now: datetime | None = None) -> int:
    """Let leave, today, every SMS that the ceiling of this territory holds and that is still of use; how many.

    Raises NotAllowed for whoever does not manage the territory, NotToJudge without reason."""
    now = now or timezone.now()
    if not user.perimeter.may(Activity.MANAGE_TERRITORY, territory_id=territory.pk):
        raise NotAllowed
    if not reason.strip():
        raise NotToJudge("Écrivez pourquoi ces SMS partent malgré le plafond : la raison est gardée avec chacun.")
    with transaction.atomic():
        keys = list(held_in(territory, now).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        freed = {"state": MessageState.DUE, "trouble": "", "not_before": now, "is_let_through": True}
        OutboxMessage.objects.filter(pk__in=keys).update(**freed)
        step = {"state": MessageState.DUE, "source": StepSource.PERSON, "user": user, "reason": reason.strip()[:200]}
        MessageStep.objects.bulk_create([MessageStep(message_id=key, happened_at=now, **step) for key in keys])
        wake_after_commit()
    return len(keys)


@dataclass(frozen=True)
class SmsOfTheDay:
    """Where a territory stands today."""

    sent: int
    ceiling: int | None
    held: int
    price: str

    @property
    def sentence(self) -> str:
        given = f"{count(self.sent, 'SMS confié', 'SMS confiés')} à l’opérateur aujourd’hui"
        price = f" ({self.price})" if self.price else ""
        return f"{given}, {count(self.held, 'SMS retenu', 'SMS retenus')} par le plafond{price}"


def sms_of_the_day(territory: Territory, now: datetime) -> SmsOfTheDay:
    day = now.astimezone(territory.zone).date()
    sent = SmsDay.objects.filter(territory=territory, day=day).values_list("count", flat=True).first() or 0
    held = held_in(territory, now).aggregate(number=Count("pk"), segments=Sum("segments"))
    unit = territory.sms_segment_price
    price = "" if unit is None or not held["segments"] else euros(unit * held["segments"])
    return SmsOfTheDay(sent, territory.sms_per_day, held["number"], price)


def held_in(territory: Territory, now: datetime) -> QuerySet[OutboxMessage]:
    """The SMS that the ceiling of this territory holds, and that somebody still needs."""
    rows: QuerySet[OutboxMessage] = OutboxMessage.objects.filter(
        state=MessageState.HELD,
        trouble=Trouble.TERRITORY_CEILING,
        not_before__gt=now,
        occurrence__action__organisation__territory=territory,
    )
    return rows


def locked(message_id: int, user: User) -> OutboxMessage:
    """For whoever may write to the people of its séance."""
    rows = OutboxMessage.objects.filter(pk=message_id)
    if not rows.visible_to(user, Activity.VIEW_PEOPLE).exists():
        raise OutOfPerimeter
    if not rows.visible_to(user, Activity.MESSAGE).exists():
        raise NotAllowed
    message: OutboxMessage = rows.select_for_update(of=("self",)).select_related("occurrence").get()
    return message


def keep(message: OutboxMessage, user: User, reason: str, now: datetime | None) -> None:
    MessageStep.objects.create(
        message=message,
        state=message.state,
        source=StepSource.PERSON,
        user=user,
        reason=reason.strip()[:200],
        happened_at=now or timezone.now(),
    )
