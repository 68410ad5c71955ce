"""The custom fields of the demonstration: definitions, their choices, the motifs that ask them, and what people answered."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from backoffice.console.base.history import record_links
from backoffice.demo.services.once import known, reason_of
from backoffice.people.enums import FieldSubject
from backoffice.people.models import CustomField, FieldChoice

if TYPE_CHECKING:
    from backoffice.demo.services.ground import Ground
    from backoffice.demo.services.once import Signature
    from backoffice.demo.values.people import PersonShape
    from backoffice.demo.values.shapes import FieldShape


def add_fields(ground: Ground, signature: Signature) -> None:
    for position, item in enumerate(ground.shape.fields):
        ref = f"{ground.shape.code}-{item.key}"
        is_new = ref not in known(CustomField)
        field = signature.once(definition(ground, item, position), ref)
        for place, (code, label) in enumerate(item.choices.items()):
            choice = FieldChoice(field=field, code=code, label=label, position=place)
            signature.once(choice, f"{ref}-{code}")
        for motif in item.motifs if is_new else ():
            row = ground.motifs[motif]
            asked = [*row.questions.all(), field]
            record_links(row, "questions", asked, user=signature.user, reason=reason_of(ref), at=signature.at)


def definition(ground: Ground, item: FieldShape, position: int) -> CustomField:
    return CustomField(
        territory=ground.territory,
        key=item.key,
        label=item.label,
        question=item.question,
        kind=item.kind,
        subject=item.subject,
        is_fact=item.is_fact,
        is_in_lists=item.is_in_lists,
        position=position,
    )


def answers_of(ground: Ground, person: PersonShape) -> dict[str, Any]:
    """Somebody who reads another language was asked once out of two; the others still have to be."""
    random, answers = Random(f"{person.ref}-answers"), {}
    for item in ground.shape.fields:
        if item.subject == FieldSubject.PERSON and item.choices and person.language != "fr" and random.random() < 0.5:
            answers[item.key] = random.choice(sorted(item.choices))
    return answers
