"""The type labels that a policy's motifs use travel with it: messages say the same words in the other environment. What is already there is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from backoffice.catalogue.models import TypeLabel
from backoffice.console.base.history import record
from backoffice.policies.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import Territory
    from backoffice.policies.models import Policy

COPIED = ("internal_name", "public_name", "sms_name", "is_sensitive")


@dataclass(frozen=True)
class ArrivingLabels:
    """Labels to create, and what to say about all of them."""

    new: tuple[TypeLabel, ...]
    sentences: tuple[str, ...]


def labels_of(policy: Policy) -> list[dict[str, Any]]:
    """Those of the motifs that the policy serves, by internal name."""
    rows = TypeLabel.objects.filter(motifs__policies=policy).distinct().order_by("internal_name")
    return [{name: getattr(row, name) for name in COPIED} for row in rows]


def arriving_labels(items: Iterable[Any], territory: Territory) -> ArrivingLabels:
    """What a file brings. Raises UnreadableFile on a label that a form would refuse."""
    new, told = [], []
    here = {row.internal_name: row for row in TypeLabel.objects.filter(territory=territory)}
    for item in items:
        row = label_from(item, territory)
        known = here.get(row.internal_name)
        if known is None:
            new.append(row)
            told.append(
                f"Nouveau libellé « {row} » : « {row.public_name} », dans les SMS « {row.sms_name or row.public_name} »."
            )
        elif any(getattr(known, name) != getattr(row, name) for name in COPIED):
            told.append(
                f"Le libellé « {row} » existe ici avec d’autres mots : « {known.public_name} ». Il est gardé tel quel."
            )
    return ArrivingLabels(tuple(new), tuple(told))


def label_from(item: Any, territory: Territory) -> TypeLabel:
    if not isinstance(item, dict) or set(item) != set(COPIED):
        raise UnreadableFile("Un libellé du fichier n’est pas lisible.")
    row = TypeLabel(territory=territory, **item)
    try:
        row.full_clean(exclude=["territory"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise UnreadableFile(f"Un libellé du fichier n’est pas lisible : {' '.join(error.messages)}") from error
    return row


def write_labels(labels: ArrivingLabels, **sign: Any) -> None:
    for row in labels.new:
        record(row, **sign)
