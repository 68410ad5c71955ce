"""The custom fields that a list may answer: its columns find them by their titles, its lines keep the answers as they are stored. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from backoffice.booking.services.asking import Question, is_required, reads
from backoffice.booking.services.policies import policy_of
from backoffice.people.enums import FieldSubject, RequiredWhen
from backoffice.people.exports.answers import read_cell
from backoffice.people.models import CustomField
from backoffice.people.services.answers import merged_answers
from backoffice.people.values import folded, stored_answer, typed_answer
from backoffice.policies.services.custom_facts import PERSON, code_of
from backoffice.policies.services.in_force import compiled_levels
from backoffice.policies.services.offering import communes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import BatchLine
    from backoffice.booking.values import Actor
    from backoffice.directory.models import Territory
    from backoffice.people.values.answers import AnswerValue

    type Fields = Mapping[str, CustomField]


def fields_for(occurrence: Occurrence, actor: Actor) -> dict[str, CustomField]:
    """By code: those of an inscription, those that a file must have, and those that the rules in force look at; a sensitive one for who may
    read it."""
    looked_at = compiled_levels(policy_of(occurrence, timezone.now())).needed_facts
    keys = [code.removeprefix(PERSON) for code in looked_at if code.startswith(PERSON)]
    wanted = Q(subject=FieldSubject.PARTICIPATION) | ~Q(required_when=RequiredWhen.NEVER) | Q(key__in=keys)
    rows = CustomField.objects.filter(wanted, territory=occurrence.territory.pk, is_archived=False)
    found = rows.order_by("subject", "position", "label").prefetch_related("choices")
    return {code_of(field): field for field in found if reads(field, occurrence, actor)}


def titles_of(fields: Fields) -> dict[str, str]:
    """How a column may be named: the label or the code of the field, in any case."""
    return {folded(name): code for code, field in fields.items() for name in (field.key.replace("_", " "), field.label)}


def read_answers(said: Mapping[str, str], fields: Fields) -> tuple[dict[str, Any], list[str]]:
    """What the cells answer, as it is stored, by code; and a sentence for each cell that cannot be read."""
    answers, problems = {}, []
    for code, text in said.items():
        field = fields.get(code)
        if field is None or not text:
            continue
        try:
            answers[code] = stored_answer(field.kind, read_cell(field, text))
        except ValueError as error:
            problems.append(f"{field.label} : {error}")
    return answers, problems


def stored(typed: Mapping[str, AnswerValue], fields: Fields) -> dict[str, Any]:
    """Answers given in a form, as a line keeps them."""
    return {code: stored_answer(fields[code].kind, value) for code, value in typed.items() if code in fields}


def typed_of(line: BatchLine, fields: Fields) -> dict[str, AnswerValue]:
    """The answers of a line as `book` takes them. A field that was archived meanwhile is no longer answered."""
    return {code: typed_answer(fields[code].kind, value) for code, value in line.answers.items() if code in fields}


def codes_of_communes(territory: Territory) -> dict[str, str]:
    """The communes of the files, by their name as anybody writes it; two of one name are told apart by nobody here."""
    found: dict[str, set[str]] = {}
    for code, words in communes_of(territory):
        found.setdefault(folded(words.rpartition(" (")[0]), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def split(line: BatchLine) -> tuple[dict[str, Any], dict[str, Any]]:
    """(answers about the person, answers about the inscription), as they are stored, by key."""
    parts: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for code, value in line.answers.items():
        parts[not code.startswith(PERSON)][code.rpartition(".")[2]] = value
    return parts


def about_person(line: BatchLine, fields: Fields, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a file holds once the line is applied."""
    typed = {fields[code].key: value for code, value in typed_of(line, fields).items() if code.startswith(PERSON)}
    return merged_answers(answers, fields.values(), typed)


def questions_of(occurrence: Occurrence, fields: Fields, codes: Iterable[str]) -> list[Question]:
    """What the correction of a line asks: what is required, what the motif asks, and what the list answers."""
    asked = {*codes, *codes_asked(occurrence, fields)}
    return [Question(code, field, is_required(field, frozenset())) for code, field in fields.items() if code in asked]


def codes_asked(occurrence: Occurrence, fields: Fields) -> set[str]:
    chosen = set(occurrence.action.motif.questions.values_list("pk", flat=True))
    return {
        code
        for code, field in fields.items()
        if field.is_for_every_motif or field.pk in chosen or field.subject == FieldSubject.PERSON
    }
