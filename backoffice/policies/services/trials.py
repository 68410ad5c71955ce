"""Put a draft « à l’essai »: frozen, evaluated by booking beside the revision in force, deciding nothing; and stop it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.directory.enums import Activity
from backoffice.policies.errors import (
    InThePast,
    NothingToPublish,
    NotPublishable,
    NoTrial,
    ReasonMissing,
    TrialRunning,
    TrialTooLong,
)
from backoffice.policies.models import Trial
from backoffice.policies.services.checking import blocking_findings
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.publication import locked_policy
from config_rules import document_hash, document_to_json

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User
    from backoffice.policies.models import Policy
    from config_rules import PolicyDocument

LONGEST = timedelta(days=183)
TIME_IS_OVER = "La date de fin est passée."


def start_trial(
    *, policy_id: int, user: User, reason: str, ends_at: datetime, draft_version: int, now: datetime | None = None
) -> Trial:
    """Freeze the draft as it was shown, on trial until `ends_at`. Nobody's answer changes.

    Raises DraftChanged, NotPublishable with every blocking finding, NothingToPublish when it is what decides already, TrialRunning, ReasonMissing,
    InThePast or TrialTooLong; nothing is written then."""
    now = now or timezone.now()
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.PUBLISH, draft_version)
        refuse_dates_and_silence(reason, ends_at, now)
        close_past_trials(policy, now)
        if policy.trials.running(now).exists():
            raise TrialRunning
        document = draft_document(policy)
        refuse_unsound(policy, document, now)
        return Trial.objects.create(
            policy=policy,
            document=document_to_json(document),
            document_hash=document_hash(document),
            started_by=user,
            started_at=now,
            reason=reason.strip(),
            ends_at=ends_at,
        )


def stop_trial(*, policy_id: int, user: User, reason: str, now: datetime | None = None) -> Trial:
    """End the running trial before its date; its answers are kept. Raises NoTrial or ReasonMissing."""
    now = now or timezone.now()
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        policy = locked_policy(policy_id, user, Activity.PUBLISH)
        trial: Trial | None = policy.trials.running(now).first()
        if trial is None:
            raise NoTrial
        trial.ended_at, trial.ended_by, trial.end_reason = now, user, reason.strip()
        trial.save(update_fields=["ended_at", "ended_by", "end_reason"])
    return trial


def close_past_trials(policy: Policy, now: datetime) -> None:
    """A trial past its end evaluates nothing any more; it is closed when the next one starts."""
    for trial in policy.trials.filter(ended_at__isnull=True, ends_at__lte=now):
        trial.ended_at, trial.end_reason = trial.ends_at, TIME_IS_OVER
        trial.save(update_fields=["ended_at", "end_reason"])


def refuse_dates_and_silence(reason: str, ends_at: datetime, now: datetime) -> None:
    if not reason.strip():
        raise ReasonMissing
    if ends_at <= now:
        raise InThePast("La fin de l’essai est déjà passée. Choisissez une date à venir.")
    if ends_at > now + LONGEST:
        raise TrialTooLong


def refuse_unsound(policy: Policy, document: PolicyDocument, now: datetime) -> None:
    findings = blocking_findings(document, policy.territory)
    if findings:
        raise NotPublishable(findings)
    decides = policy.revisions.effective(now).last()
    if decides is not None and decides.document_hash == document_hash(document):
        raise NothingToPublish("Le brouillon est déjà ce qui est en service : il n’y a rien à essayer.")
