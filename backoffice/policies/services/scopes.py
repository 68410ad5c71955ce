"""Who may have seats of her own: channels, groups and organisations of a territory, by the code that quotas keep. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.directory.models import Organisation, OrganisationGroup
from config_rules.explain.wording.parameters import CHANNELS

if TYPE_CHECKING:
    from backoffice.directory.models import Territory


def names_of_scopes(territory: Territory) -> dict[str, str]:
    """What may have a quota here, and how it is called: « organisation-12 » → « Mission locale »."""
    organisations = Organisation.objects.filter(territory=territory, is_active=True).order_by("name")
    groups = OrganisationGroup.objects.filter(territory=territory).order_by("name")
    return {
        **{f"channel:{kind}": words for kind, words in CHANNELS.items()},
        **{f"group-{key}": f"groupe {name}" for key, name in groups.values_list("pk", "name")},
        **{f"organisation-{key}": name for key, name in organisations.values_list("pk", "name")},
    }
