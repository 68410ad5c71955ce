"""On the page of publication of a policy, the messages that it causes: seats that go to people who wait, reminders that are added or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.booking.services.foretelling_rules import reminders_with, told_by_publication
from backoffice.directory.enums import Activity
from backoffice.notifications.services.foretelling import foretell
from backoffice.policies.services.checking import blocking_findings
from backoffice.policies.services.documents import draft_document

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.policies.models import Policy, PolicyRevision
    from config_rules import PolicyDocument


def messages_panel(request: HttpRequest, policy: Policy) -> dict[str, Any] | None:
    """For whoever publishes. A draft that cannot be published sends nothing."""
    document = draft_document(policy)
    if blocking_findings(document, policy.territory):
        return None
    return messages_of(request, policy, document)


def messages_panel_of_return(request: HttpRequest, revision: PolicyRevision) -> dict[str, Any] | None:
    """For whoever puts an older revision in force again."""
    return messages_of(request, revision.policy, revision.content)


def messages_of(request: HttpRequest, policy: Policy, document: PolicyDocument) -> dict[str, Any] | None:
    if not request.user.perimeter.may(Activity.PUBLISH, territory_id=policy.territory_id):
        return None
    now = timezone.now()
    reads = request.user.perimeter.may(Activity.VIEW_PEOPLE, territory_id=policy.territory_id)
    asked = {"now": now, "is_named": reads, "is_bulk": True}
    reminders = reminders_with(policy, document, now)
    served = foretell(told_by_publication(policy, document, now), title="Le message le plus cher", **asked)
    added = foretell(reminders.added, title="Le rappel le plus cher", **asked)
    return {"served": served, "added": added, "reminders": reminders, "forecasts": (served, added)}
