"""What a change of rules, seats or rooms sends, on the page where it is made: seats that go to people who wait, reminders that are added or taken
away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.booking.services.foretelling_rules import (
    reminders_with,
    served_by,
    with_action,
    with_document,
    with_motif,
    with_uses,
    with_venue,
)
from backoffice.directory.enums import Activity
from backoffice.notifications.services.foretelling import foretell
from backoffice.policies.services.checking import blocking_findings
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.in_force import RevisionKey, Uses

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.actions.models import CollectiveAction
    from backoffice.booking.services.foretelling_rules import Wish
    from backoffice.catalogue.models import Motif
    from backoffice.directory.models import Territory, Venue
    from backoffice.policies.models import Policy, PolicyRevision
    from config_rules import PolicyDocument


def messages_panel(request: HttpRequest, policy: Policy) -> dict[str, Any] | None:
    """For whoever publishes. A draft that cannot be published sends nothing."""
    document = draft_document(policy)
    if blocking_findings(document, policy.territory):
        return None
    return messages_of_publication(request, policy, document)


def messages_panel_of_return(request: HttpRequest, revision: PolicyRevision) -> dict[str, Any] | None:
    """For whoever puts an older revision in force again."""
    return messages_of_publication(request, revision.policy, revision.content)


def messages_of_publication(request: HttpRequest, policy: Policy, document: PolicyDocument) -> dict[str, Any] | None:
    if not request.user.perimeter.may(Activity.PUBLISH, territory_id=policy.territory_id):
        return None
    return messages_of(request, policy.territory, with_document(policy, document))


def messages_of_uses(request: HttpRequest, policy: Policy) -> dict[str, Any] | None:
    """Under « Nom et usages »: `policy` is as it is typed, its motifs included. One that was never published changes nothing."""
    revision = policy.revisions.effective(timezone.now()).order_by("effective_at", "number").last()
    if revision is None:
        return None
    uses = Uses(
        policy_id=policy.pk,
        motifs=frozenset(policy.typed_motifs),
        is_for_territory=policy.is_for_territory,
        is_archived=policy.is_archived,
        revision=RevisionKey(revision.pk, revision.document_hash),
    )
    return unless_silent(messages_of(request, policy.territory, with_uses(policy, uses)))


def messages_of_motif(request: HttpRequest, motif: Motif) -> dict[str, Any] | None:
    return unless_silent(messages_of(request, motif.territory, with_motif(motif)))


def messages_of_action(request: HttpRequest, action: CollectiveAction) -> dict[str, Any] | None:
    return unless_silent(messages_of(request, action.organisation.territory, with_action(action)))


def messages_of_venue(request: HttpRequest, venue: Venue) -> dict[str, Any] | None:
    return unless_silent(messages_of(request, venue.territory, with_venue(venue)))


def messages_of(request: HttpRequest, territory: Territory, wish: Wish) -> dict[str, Any]:
    now = timezone.now()
    reads = request.user.perimeter.may(Activity.VIEW_PEOPLE, territory_id=territory.pk)
    asked = {"now": now, "is_named": reads, "is_bulk": True}
    reminders, called = reminders_with(wish, now), served_by(wish, now)
    served = foretell(called.tellings, title="Le message le plus cher", limit=called.limit, **asked)
    added = foretell(reminders.added, title="Le rappel le plus cher", **asked)
    silent = not (served.messages or served.unreachable or reminders.added or reminders.removed)
    return {"served": served, "reminders": reminders, "forecasts": (served, added), "is_silent": silent}


def unless_silent(told: dict[str, Any]) -> dict[str, Any] | None:
    """A change that writes to nobody is saved at once."""
    return None if told["is_silent"] else told
