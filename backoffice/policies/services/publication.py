"""Freeze a draft into a revision. All checks first, all findings at once; nothing is written when one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.policies.errors import (
    AlreadyInForce,
    DraftChanged,
    InThePast,
    NothingToPublish,
    NotPublishable,
    PublishedMeanwhile,
    ReasonMissing,
    ScenariosFail,
    SecondReaderNeeded,
)
from backoffice.policies.models import CalledOff, Policy, PolicyRevision
from backoffice.policies.services.checking import blocking_findings
from backoffice.policies.services.documents import draft_document, write_draft
from backoffice.policies.services.scenarios import failing_scenarios
from backoffice.policies.services.turnstile import wait_for_decisions
from config_rules import document_hash, document_to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from backoffice.directory.models import User
    from config_rules import PolicyDocument


def submit(*, policy_id: int, user: User, draft_version: int) -> Policy:
    """Ask for a second reading of the draft."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.CONFIGURE, draft_version)
        policy.submitted_by, policy.submitted_at = user, timezone.now()
        record(policy, user=user, reason="Seconde lecture demandée.", update_fields=["submitted_by", "submitted_at"])
    return policy


acts_of_publication: list[Callable[[], None]] = []


def register_publication(act: Callable[[], None]) -> None:
    """`act` is called in the transaction of each publication: another room, which this one does not know, has something to do again."""
    if act not in acts_of_publication:
        acts_of_publication.append(act)


def publish(
    *,
    policy_id: int,
    user: User,
    reason: str,
    draft_version: int,
    effective_at: datetime | None = None,
    seen_number: int | None = None,
    now: datetime | None = None,
) -> PolicyRevision:
    """Publish the draft, in force from `effective_at` (None: at once). `seen_number` is the last revision that the screen showed (0: none).

    Raises DraftChanged or PublishedMeanwhile when the draft or the last revision is not the one that was shown, NotPublishable with every
    blocking finding, ScenariosFail, NothingToPublish,
    ReasonMissing, InThePast or SecondReaderNeeded; nothing is written then."""
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.PUBLISH, draft_version)
        refuse_published_meanwhile(policy, seen_number)
        refuse_without_second_reader(policy, user)
        document = draft_document(policy)
        revision = freeze(policy, document, user=user, reason=reason, effective_at=effective_at, now=now)
        if policy.submitted_by_id is not None:
            policy.submitted_by = policy.submitted_at = None
            record(policy, user=user, reason=reason, update_fields=["submitted_by", "submitted_at"])
        return revision


def publish_return(*, revision_id: int, user: User, reason: str, now: datetime | None = None) -> PolicyRevision:
    """Return to an older revision: a new revision equal to it, through the same checks; the draft becomes equal to it too."""
    older = PolicyRevision.objects.filter(pk=revision_id).first()
    if older is None:
        raise OutOfPerimeter
    with transaction.atomic():
        policy = locked_policy(older.policy_id, user, Activity.PUBLISH)
        write_draft(policy, older.content, user=user, reason=reason)
        touch(policy)
        return freeze(policy, older.content, user=user, reason=reason, effective_at=None, now=now, returns_to=older)


def locked_policy(policy_id: int, user: User, activity: Activity, draft_version: int | None = None) -> Policy:
    """The policy, its row locked, if the user sees it, holds the activity over its territory, and has seen this version of the draft."""
    visible = Policy.objects.visible_to(user)
    policy: Policy | None = visible.select_for_update(of=("self",)).filter(pk=policy_id).first()
    if policy is None:
        raise OutOfPerimeter
    if not user.perimeter.may(activity, territory_id=policy.territory_id):
        raise NotAllowed
    if draft_version is not None and policy.draft_version != draft_version:
        raise DraftChanged
    return policy


def touch(policy: Policy) -> None:
    """The draft changed: whoever holds an older version is told, and a second reading starts again."""
    policy.draft_version += 1
    policy.submitted_by = policy.submitted_at = None
    record(policy, user=None, update_fields=["draft_version", "submitted_by", "submitted_at"])


def call_off(*, revision_id: int, user: User, reason: str, now: datetime | None = None) -> CalledOff:
    """Call off a revision before its date: it never comes in force. Raises AlreadyInForce, ReasonMissing or OutOfPerimeter."""
    revision = PolicyRevision.objects.filter(pk=revision_id).first()
    if revision is None:
        raise OutOfPerimeter
    with transaction.atomic():
        policy = locked_policy(revision.policy_id, user, Activity.PUBLISH)
        if not reason.strip():
            raise ReasonMissing
        wait_for_decisions(policy)
        now = now or timezone.now()
        if revision.effective_at <= now or CalledOff.objects.filter(revision=revision).exists():
            raise AlreadyInForce
        return CalledOff.objects.create(revision=revision, called_off_by=user, called_off_at=now, reason=reason.strip())


def freeze(
    policy: Policy,
    document: PolicyDocument,
    *,
    user: User,
    reason: str,
    effective_at: datetime | None,
    now: datetime | None,
    returns_to: PolicyRevision | None = None,
) -> PolicyRevision:
    """Every check, then the turn of this publication, then the clock: whoever decides meanwhile has an earlier instant."""
    refuse_incomplete(reason, effective_at, now or timezone.now())
    refuse_unsound(policy, document)
    fingerprint = document_hash(document)
    standing = policy.revisions.standing().order_by("number").last()
    if standing is not None and standing.document_hash == fingerprint:
        raise NothingToPublish
    last = policy.revisions.order_by("number").last()
    wait_for_decisions(policy)
    now = now or timezone.now()
    revision = PolicyRevision.objects.create(
        policy=policy,
        number=last.number + 1 if last else 1,
        document=document_to_json(document),
        document_hash=fingerprint,
        author=policy.submitted_by or user,
        reviewer=user if policy.submitted_by_id not in (None, user.pk) else None,
        reason=reason.strip(),
        published_at=now,
        effective_at=max(effective_at or now, now),
        software_release=settings.SOFTWARE_RELEASE,
        returns_to=returns_to,
    )
    for act in acts_of_publication:
        act()
    return revision


def refuse_published_meanwhile(policy: Policy, seen_number: int | None) -> None:
    if seen_number is not None and policy.revisions.filter(number__gt=seen_number).exists():
        raise PublishedMeanwhile


def refuse_without_second_reader(policy: Policy, user: User) -> None:
    if policy.territory.requires_second_reader and policy.submitted_by_id in (None, user.pk):
        raise SecondReaderNeeded


def refuse_incomplete(reason: str, effective_at: datetime | None, now: datetime) -> None:
    if not reason.strip():
        raise ReasonMissing
    if effective_at is not None and effective_at < now:
        raise InThePast


def refuse_unsound(policy: Policy, document: PolicyDocument) -> None:
    findings = blocking_findings(document, policy.territory)
    if findings:
        raise NotPublishable(findings)
    failing = failing_scenarios(policy, document)
    if failing:
        raise ScenariosFail([row.name for row in failing])
