"""The settings of a policy: every one, with bounds, default and default sentence.

Responsible for the list.  Some are enforced by the evaluator (access, window, seats, overbooking,
waiting list, party, limit); the others are read by the room that acts on them, from the same
effective values.  Refuses to let a default change once published: see `parameters`.
"""

from __future__ import annotations

from config_rules.vocabulary.catalogue.access import ACCESS, WINDOW
from config_rules.vocabulary.catalogue.changes import CHANGES, LIMITS
from config_rules.vocabulary.catalogue.seats import SEATS, WAITLIST
from config_rules.vocabulary.parameters import Parameter

BUILT_IN_PARAMETERS: dict[str, Parameter] = {
    parameter.code: parameter for parameter in (*ACCESS, *WINDOW, *WAITLIST, *SEATS, *CHANGES, *LIMITS)
}

__all__ = ["BUILT_IN_PARAMETERS"]
