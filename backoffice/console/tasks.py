"""What the house does for itself in the background."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from django_q.models import Task

from backoffice.console.base.tasks import background

RESULTS_KEPT = timedelta(days=7)


@background
def housekeeping() -> None:
    """Remove sessions that ended and results of tasks that nobody reads any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    Task.objects.filter(stopped__lt=timezone.now() - RESULTS_KEPT).delete()
