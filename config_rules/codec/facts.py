"""The definition of a fact as JSON: what a document carries so that its words mean the same for ever.

Responsible for the words that a caller declares.  Refuses a definition that two readers could understand
differently: every key is written, lists keep their order.
"""

from __future__ import annotations

from config_rules.codec.canonical import Json, as_list, as_object, as_text, as_truth, as_whole, member
from config_rules.errors import CodecError
from config_rules.vocabulary import Choice, Fact, FactType, Remedy, Rigidity, Voice

_TEXTS = ("code", "label", "group", "denial", "unit", "unit_plural", "question")
_TRUTHS = ("is_open", "nullable", "sensitive")
_BOUNDS = ("low", "high")
_KEYS = frozenset({*_TEXTS, *_TRUTHS, *_BOUNDS, "type", "choices", "voices", "rigidity", "remedy"})


def fact_to_json(fact: Fact) -> Json:
    """Every attribute of a definition."""
    plain: dict[str, Json] = {key: getattr(fact, key) for key in (*_TEXTS, *_TRUTHS, *_BOUNDS)}
    return {
        **plain,
        "type": str(fact.type),
        "choices": [[str(choice.code), choice.label] for choice in fact.choices],
        "voices": sorted(str(voice) for voice in fact.voices),
        "rigidity": int(fact.rigidity),
        "remedy": str(fact.remedy),
    }


def fact_from_json(value: Json, number: int) -> Fact:
    """The definition of a JSON; raises `CodecError`."""
    where = f"information {number}"
    content = as_object(value, where, _KEYS)
    rigidity = as_whole(content["rigidity"], where)
    if rigidity not in tuple(Rigidity):
        raise CodecError(where, "sa rigidité est inconnue")
    return Fact(
        type=member(FactType, content["type"], where),
        choices=tuple(_choice(choice, where) for choice in as_list(content["choices"], where)),
        voices=frozenset(member(Voice, voice, where) for voice in as_list(content["voices"], where)),
        rigidity=Rigidity(rigidity),
        remedy=member(Remedy, content["remedy"], where),
        low=_bound(content["low"], where),
        high=_bound(content["high"], where),
        is_open=as_truth(content["is_open"], where),
        nullable=as_truth(content["nullable"], where),
        sensitive=as_truth(content["sensitive"], where),
        code=as_text(content["code"], where),
        label=as_text(content["label"], where),
        group=as_text(content["group"], where),
        denial=as_text(content["denial"], where),
        unit=as_text(content["unit"], where),
        unit_plural=as_text(content["unit_plural"], where),
        question=as_text(content["question"], where),
    )


def _choice(value: Json, where: str) -> Choice:
    parts = [as_text(part, where) for part in as_list(value, where)]
    if len(parts) != 2:
        raise CodecError(where, "une réponse possible a un code et un libellé")
    return Choice(*parts)


def _bound(value: Json, where: str) -> int | None:
    return None if value is None else as_whole(value, where)
