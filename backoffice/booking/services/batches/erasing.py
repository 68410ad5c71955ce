"""The text of a list is needed until it is applied and its report was read; then it goes. Inscriptions, decisions and counts stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from backoffice.booking.enums import BatchState
from backoffice.booking.models import BatchEnrolment, BatchLine
from backoffice.console.base.history import record

if TYPE_CHECKING:
    from datetime import datetime

KEPT = timedelta(days=30)
EMPTY: dict[str, Any] = {
    "cells": [],
    "last_name": "",
    "first_name": "",
    "birth_date": None,
    "phone": "",
    "email": "",
    "commune": "",
    "told": "",
    "answers": {},
}


def erase_lists(now: datetime) -> int:
    """Lists finished for longer than the delay, and those that nobody finished. Returns how many were erased."""
    old = Q(finished_at__lt=now - KEPT) | Q(finished_at__isnull=True, created_at__lt=now - KEPT)
    batches = list(BatchEnrolment.objects.filter(old, erased_at__isnull=True).exclude(state=BatchState.QUEUED))
    for batch in batches:
        erase(batch, now)
    return len(batches)


def erase(batch: BatchEnrolment, now: datetime) -> None:
    with transaction.atomic():
        BatchLine.objects.filter(batch=batch).update(usager=None, decision=None, **EMPTY)
        batch.state, batch.erased_at, batch.source = BatchState.ERASED, now, "Liste effacée"
        record(batch, user=None, reason="Délai de conservation", update_fields=["state", "erased_at", "source"])
        batch.history.update(source="Liste effacée")
