"""What must be asked before somebody is enrolled, and what is done with the answers.

Questions come from three places: the fields that the motif asks, those that the territory requires at enrolment, and the rules that ask.
Answers about the person go to her file, those about the inscription go with it, each with its history. Refuses an answer that is not one of the
question's, and a required question without answer: nothing is written then (decision 0016)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from backoffice.booking.enums import State
from backoffice.booking.errors import AnswersMissing, InvalidAnswer
from backoffice.booking.models import Participation
from backoffice.catalogue.models import Motif
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.people.enums import FieldSubject, RequiredWhen
from backoffice.people.models import CustomField
from backoffice.people.services.answers import answer_for, answer_of, merged_answers
from backoffice.people.values import stored_answer
from backoffice.policies.services.custom_facts import ANSWERS, PERSON, code_of
from backoffice.policies.services.offering import ASKABLE, communes_of
from backoffice.policies.services.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor
    from backoffice.people.models import Usager
    from backoffice.people.values.answers import AnswerValue

    type Answers = Mapping[str, AnswerValue]

BIRTH, COMMUNE = "person.age", "person.commune"
OF_THE_FILE = {code: VOCABULARY[code].question for code in ASKABLE}
WHY = "Réponse donnée à l’inscription."


@dataclass(frozen=True)
class Question:
    """One thing to ask: `code` as rules name it, `field` None for a column of the file."""

    code: str
    field: CustomField | None
    is_required: bool

    @property
    def label(self) -> str:
        return self.field.label if self.field else OF_THE_FILE[self.code]

    @property
    def is_about_person(self) -> bool:
        return not self.code.startswith(ANSWERS)

    @property
    def name(self) -> str:
        """Of its control in a form."""
        return self.code.replace(".", "__")


@dataclass(frozen=True)
class Questionnaire:
    """What the dialog asks, and what the rules ask that it cannot: an information that the role may not read."""

    questions: tuple[Question, ...]
    out_of_reach: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()


def questionnaire(occurrence: Occurrence, usager: Usager, actor: Actor, asked: Iterable[str]) -> Questionnaire:
    """Every question of this inscription, those that the rules ask (`asked`, their codes) being required."""
    wanted = frozenset(asked)
    fields = [field for field in fields_of(occurrence, wanted) if is_asked(field, usager, wanted)]
    readable = [field for field in fields if reads(field, occurrence, actor)]
    questions = [Question(code_of(field), field, is_required(field, wanted)) for field in readable]
    of_the_file = [Question(code, None, True) for code in OF_THE_FILE if code in wanted]
    known = {question.code for question in (*questions, *of_the_file)}
    hidden = tuple(field.label for field in fields if code_of(field) in wanted - known)
    return Questionnaire((*of_the_file, *questions), hidden, wanted)


def given_with(questions: Iterable[Question], answers: Answers) -> dict[str, Any]:
    """What these answers leave with the inscription, as it is stored."""
    fields = [question.field for question in questions if question.field and question.code.startswith(ANSWERS)]
    return merged_answers(
        {},
        fields,
        {field.key: answers[f"{ANSWERS}{field.key}"] for field in fields if f"{ANSWERS}{field.key}" in answers},
    )


def fields_of(occurrence: Occurrence, wanted: frozenset[str]) -> list[CustomField]:
    """In the order of the forms: of the person, then of the inscription."""
    keys = [code.rpartition(".")[2] for code in wanted if code.startswith((PERSON, ANSWERS))]
    motif = occurrence.action.motif_id
    asked_by_motif = Q(subject=FieldSubject.PARTICIPATION) & (Q(is_for_every_motif=True) | Q(motifs=motif))
    of_person = Q(subject=FieldSubject.PERSON, required_when=RequiredWhen.ENROLMENT)
    rows = CustomField.objects.filter(territory=occurrence.territory.pk, is_archived=False)
    found = rows.filter(asked_by_motif | of_person | Q(key__in=keys)).distinct().prefetch_related("choices")
    return sorted(found, key=lambda field: (field.subject == FieldSubject.PARTICIPATION, field.position, field.label))


def is_asked(field: CustomField, usager: Usager, wanted: frozenset[str]) -> bool:
    """An information of the person that is known is not asked again."""
    return field.subject == FieldSubject.PARTICIPATION or code_of(field) in wanted or answer_of(field, usager) is None


def is_required(field: CustomField, wanted: frozenset[str]) -> bool:
    return field.required_when == RequiredWhen.ENROLMENT or code_of(field) in wanted


def reads(field: CustomField, occurrence: Occurrence, actor: Actor) -> bool:
    """A sensitive question is asked by who may read its answer; the person herself answers for herself."""
    if not field.is_sensitive or actor.user is None:
        return True
    return actor.user.perimeter.may_in(Activity.VIEW_SENSITIVE, occurrence.action.organisation)


def required_fields(territory: Any, motif: Any) -> QuerySet[CustomField]:
    """What must be answered at enrolment; keys, or slots of a prepared statement."""
    chosen = Motif.questions.through.objects.filter(motif=motif, customfield=OuterRef("pk"))
    rows = CustomField.objects.filter(
        territory=territory, is_archived=False, required_when=RequiredWhen.ENROLMENT
    ).order_by()
    return rows.filter(Q(subject=FieldSubject.PERSON) | Q(is_for_every_motif=True) | Exists(chosen))


def take_answers(occurrence: Occurrence, usager: Usager, actor: Actor, answers: Answers) -> dict[str, Any]:
    """Write what was said of the person on her file, and return what goes with the inscription, as it is stored. Under the lock.

    Raises InvalidAnswer for an unknown question, an answer of another type, a choice that is not offered."""
    if not answers:
        return {}
    keys = [code.rpartition(".")[2] for code in answers]
    rows = CustomField.objects.filter(territory=occurrence.territory.pk, key__in=keys, is_archived=False)
    fields = {code_of(field): field for field in rows.prefetch_related("choices") if reads(field, occurrence, actor)}
    for code, value in answers.items():
        refuse_invalid(code, fields.get(code), value, usager)
    write_columns(usager, actor, answers)
    about = {field.key: answers[code] for code, field in fields.items() if code.startswith(PERSON) and code in answers}
    answer_for(usager=usager, fields=fields.values(), typed=about, user=actor.user, reason=WHY)
    given = {field.key: answers[code] for code, field in fields.items() if code.startswith(ANSWERS) and code in answers}
    return merged_answers({}, fields.values(), given)


def fingerprint(answers: Answers) -> str:
    """The same answers give the same text, in every process."""
    return repr(sorted((code, sorted(said) if isinstance(said, frozenset) else said) for code, said in answers.items()))


def refuse_invalid(code: str, field: CustomField | None, value: AnswerValue, usager: Usager) -> None:
    if field is None and code not in OF_THE_FILE:
        raise InvalidAnswer
    if value is None or field is None:
        return
    try:
        stored_answer(field.kind, value)
    except TypeError as error:
        raise InvalidAnswer(f"{field.label} : cette réponse n’a pas le bon type.") from error
    chosen = value if isinstance(value, frozenset) else {value}
    if field.is_listed and chosen - choices_of(field, usager):
        raise InvalidAnswer(f"{field.label} : cette réponse n’est pas dans la liste.")


def choices_of(field: CustomField, usager: Usager) -> set[Any]:
    """Those in service, and the one that she already has."""
    held = answer_of(field, usager) if field.subject == FieldSubject.PERSON else None
    kept = held if isinstance(held, frozenset) else {held}
    return {row.code for row in field.choices.all() if not row.is_retired} | kept


def write_columns(usager: Usager, actor: Actor, answers: Answers) -> None:
    """A date of birth and a commune are columns of the file."""
    changed = []
    born, commune = answers.get(BIRTH), answers.get(COMMUNE)
    if isinstance(born, date):
        usager.birth_date = born
        changed.append("birth_date")
    if isinstance(commune, str):
        names = dict(communes_of(usager.territory))
        usager.commune_code, usager.commune = commune, names.get(commune, commune).rpartition(" (")[0]
        changed += ["commune_code", "commune"]
    if changed:
        refuse_invalid_file(usager)
        record(usager, user=actor.user, reason=WHY, update_fields=changed)


def refuse_invalid_file(usager: Usager) -> None:
    try:
        usager.clean()
    except ValidationError as error:
        raise InvalidAnswer(" ".join(error.messages)) from error


def refuse_missing(occurrence: Occurrence, usager: Usager, given: Mapping[str, Any], live_state: str) -> None:
    """Raise AnswersMissing naming every required question that nobody answered."""
    known = dict(given)
    if live_state == State.INVITED:
        stored = Participation.objects.filter(occurrence=occurrence.pk, usager=usager.pk, state=State.INVITED)
        known = {**(stored.values_list("answers", flat=True).first() or {}), **known}
    fields = required_fields(occurrence.territory.pk, occurrence.action.motif_id)
    missing = [
        field.label
        for field in fields.order_by("subject", "position", "label")
        if (usager.answers if field.subject == FieldSubject.PERSON else known).get(field.key) is None
    ]
    if missing:
        raise AnswersMissing(f"Il manque une information pour inscrire : {', '.join(missing)}.", labels=missing)
