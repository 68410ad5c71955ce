"""Ask for the replay of a draft, stop it, and notice by itself the drafts that changed. The newest draft takes the place of the others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django_q.tasks import async_task

from backoffice.booking.enums import UNDER_WAY, RunState
from backoffice.booking.models import ReplayRun
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.policies.models import Policy, PolicyRevision
from backoffice.policies.services.checking import blocking_findings
from backoffice.policies.services.documents import draft_document
from config_rules import CodecError, PolicyDocument, document_hash, document_to_json

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User

TASK = "backoffice.booking.tasks.replay_drafts"
WINDOW = timedelta(days=90)
GOOD_FOR = timedelta(days=1)


def ask_replay(*, policy_id: int, user: User, now: datetime | None = None) -> ReplayRun:
    """Replay the draft as it is now. The run of an older draft is dropped; that of the same draft is made again.

    Raises OutOfPerimeter, NotAllowed."""
    refuse_strangers(policy_id, user)
    run = renewed(policy_id, now or timezone.now())
    if run.state in UNDER_WAY:
        transaction.on_commit(ring, robust=True)
    return run


def stop_replay(*, policy_id: int, user: User, now: datetime | None = None) -> bool:
    """Stop the run under way; what it counted so far stays readable. False when none was. Raises OutOfPerimeter, NotAllowed."""
    refuse_strangers(policy_id, user)
    under_way = ReplayRun.objects.filter(policy=policy_id, state__in=UNDER_WAY)
    return bool(under_way.update(state=RunState.STOPPED, ended_at=now or timezone.now()))


def refuse_strangers(policy_id: int, user: User) -> None:
    policy = Policy.objects.visible_to(user).filter(pk=policy_id).first()
    if policy is None:
        raise OutOfPerimeter
    if not user.perimeter.may(Activity.CONFIGURE, territory_id=policy.territory_id):
        raise NotAllowed


def ring() -> None:
    """Wake a worker. A lost ring costs a minute: the schedule rings too."""
    async_task(TASK)


def ask_for_changed_drafts(now: datetime) -> None:
    """What the worker does each minute: one statement, then a new run for each draft that has none of its own."""
    decides = PolicyRevision.objects.effective(now).filter(policy=OuterRef("pk"))
    rows = Policy.objects.filter(is_archived=False).annotate(
        decides=Subquery(decides.order_by("-effective_at", "-number").values("pk")[:1])
    )
    old = Q(replay__state=RunState.DONE, replay__asked_at__lt=now - GOOD_FOR)
    columns = ("pk", "draft_version", "replay__draft_version", "decides", "replay__against")
    stale = {
        pk
        for pk, version, replayed, decides, against in rows.values_list(*columns)
        if version != replayed or decides != against
    }
    for policy_id in sorted(stale | set(rows.filter(old).values_list("pk", flat=True))):
        renewed(policy_id, now)


def renewed(policy_id: int, now: datetime) -> ReplayRun:
    """A fresh run of the draft, in place of any other; of nothing when the draft is what decides, or does not hold."""
    with transaction.atomic():
        policy = Policy.objects.select_for_update(of=("self",)).select_related("territory").get(pk=policy_id)
        against = policy.revisions.effective(now).last()
        document, state = judged(policy, against)
        ReplayRun.objects.filter(policy=policy).delete()
        return ReplayRun.objects.create(
            policy=policy,
            draft_version=policy.draft_version,
            document=document_to_json(document),
            document_hash=document_hash(document),
            against=against,
            since=now - WINDOW,
            until=now,
            state=state,
            asked_at=now,
        )


def judged(policy: Policy, against: PolicyRevision | None) -> tuple[PolicyDocument, RunState]:
    try:
        document = draft_document(policy)
    except CodecError:
        return PolicyDocument(), RunState.INVALID
    if blocking_findings(document, policy.territory):
        return document, RunState.INVALID
    decides = against.document_hash if against else document_hash(PolicyDocument())
    same = document_hash(document) == decides
    return document, RunState.NOTHING if same else RunState.ASKED
