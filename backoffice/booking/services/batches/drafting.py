"""Make a list, correct it, try it again. Writes the list and nothing else: nobody is enrolled here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import SETTLED, BatchState, ColumnKind, LineState
from backoffice.booking.errors import NotADraft, UnreadableList
from backoffice.booking.models import BatchEnrolment, BatchLine
from backoffice.booking.services.access import require
from backoffice.booking.services.batches.foreseeing import foresee
from backoffice.booking.services.batches.questions import fields_for, read_answers, stored, titles_of
from backoffice.booking.services.batches.reading import judged, person_of, recognised
from backoffice.booking.values import Actor
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.history import record
from backoffice.console.base.resources import read_rows
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.core.files import File

    from backoffice.booking.services.batches.questions import Fields
    from backoffice.booking.services.batches.reading import Person
    from backoffice.directory.models import User
    from backoffice.people.values.answers import AnswerValue

MOST_LINES = 300
NAMES = {ColumnKind.FULL_NAME, ColumnKind.LAST_NAME}


def prepare_batch(*, occurrence_id: int, file: File[Any], source: str, user: User) -> BatchEnrolment:
    """Read a list, recognise its columns, and try each line. Nothing is written when it cannot be read.

    Raises UnreadableFile or UnreadableList with the reason, OutOfPerimeter, NotAllowed."""
    occurrence = Occurrence.objects.filter(pk=occurrence_id).first()
    if occurrence is None:
        raise OutOfPerimeter
    require_lists(user, occurrence)
    read = read_rows(file)
    fields = fields_for(occurrence, Actor.importer(user))
    columns, has_titles = recognised([cells for _number, cells in read.rows], titles_of(fields))
    rows = read.rows[1:] if has_titles else read.rows
    refuse_size(len(rows))
    batch = BatchEnrolment(
        occurrence=occurrence, user=user, source=source[:200], has_titles=has_titles, created_at=timezone.now()
    )
    batch.columns = columns_with_titles(columns, read.rows[0][1] if has_titles else ())
    with transaction.atomic():
        record(batch, user=user, reason=f"{count(len(rows), 'ligne')}. {read.how}")
        lines = [line_of(batch, number, cells, fields) for number, cells in rows]
        BatchLine.objects.bulk_create(lines)
    foresee(batch)
    return batch


def refuse_size(number: int) -> None:
    if not number:
        raise UnreadableList("Cette liste n’a qu’une ligne de titres.")
    if number > MOST_LINES:
        raise UnreadableList(f"Cette liste a {number} lignes. {MOST_LINES} au plus : envoyez-la en plusieurs fois.")


def require_lists(user: User, occurrence: Occurrence) -> None:
    """Enrolling, and reading files: both are needed to see a list of people."""
    for activity in (Activity.ENROL, Activity.VIEW_PEOPLE):
        require(Actor.agent(user), activity, occurrence)


def columns_with_titles(kinds: Sequence[str], titles: Sequence[str]) -> list[dict[str, str]]:
    names = [*titles, *[""] * len(kinds)]
    return [
        {"kind": str(kind), "title": (names[index] or f"Colonne {index + 1}")[:60]} for index, kind in enumerate(kinds)
    ]


def kinds_of(batch: BatchEnrolment) -> list[str]:
    return [column["kind"] for column in batch.columns]


def line_of(batch: BatchEnrolment, number: int, cells: Sequence[str], fields: Fields) -> BatchLine:
    line = BatchLine(batch=batch, number=number, cells=[cell[:300] for cell in cells])
    return read_again(line, batch, fields)


def read_again(line: BatchLine, batch: BatchEnrolment, fields: Fields) -> BatchLine:
    """What its cells say, by the columns of its list."""
    return fill(line, person_of(line.cells, kinds_of(batch), batch.occurrence.territory.time_zone), fields)


def fill(line: BatchLine, person: Person, fields: Fields) -> BatchLine:
    """Put what was read; a line with a problem waits for its correction."""
    for name in ("last_name", "first_name", "phone", "email", "birth_date", "commune", "party_size"):
        setattr(line, name, getattr(person, name))
    line.answers, wrong = read_answers(person.said, fields)
    problems = [*person.problems, *wrong]
    line.usager, line.is_another_person = None, False
    line.state = LineState.UNREADABLE if problems else LineState.READY
    line.told = " ".join(problems)[:500]
    return line


def draft_of(batch_id: int, user: User) -> BatchEnrolment:
    """The list, locked, for the length of a correction. Raises OutOfPerimeter, NotADraft."""
    rows = BatchEnrolment.objects.visible_to(user, Activity.ENROL).select_for_update(of=("self",))
    batch: BatchEnrolment | None = rows.filter(pk=batch_id).first()
    if batch is None:
        raise OutOfPerimeter
    require_lists(user, batch.occurrence)
    if batch.state != BatchState.DRAFT:
        raise NotADraft
    return batch


def recognise_again(*, batch_id: int, kinds: Sequence[str], user: User) -> BatchEnrolment:
    """The user says what the columns are. Lines that she corrected by hand keep her correction."""
    with transaction.atomic():
        batch = draft_of(batch_id, user)
        chosen = [kind for kind in kinds if kind]
        if len(kinds) != len(batch.columns) or len(chosen) != len(set(chosen)):
            raise UnreadableList(
                "Deux colonnes disent la même chose. Gardez-en une, et choisissez « Ne pas lire » pour l’autre."
            )
        if not NAMES & set(chosen):
            raise UnreadableList("Dites quelle colonne est le nom.")
        batch.columns = [{**old, "kind": kind} for old, kind in zip(batch.columns, kinds, strict=True)]
        record(batch, user=user, reason="Colonnes précisées", update_fields=["columns"])
        fields = fields_for(batch.occurrence, Actor.importer(batch.user))
        refuse_unknown(chosen, fields)
        for line in batch.lines.filter(is_corrected=False).exclude(state=LineState.LEFT_OUT):
            read_again(line, batch, fields).save()
    foresee(batch)
    return batch


def refuse_unknown(kinds: Iterable[str], fields: Fields) -> None:
    if set(kinds) - {*ColumnKind.values, *fields}:
        raise OutOfPerimeter


def correct_line(
    *, line_id: int, user: User, choice: str = "", answers: Mapping[str, AnswerValue] | None = None, **typed: Any
) -> BatchLine:
    """What the line should have said, and who it is: the key of a file, "new" for somebody else, or "" to look again.

    Raises UnreadableList with what is still wrong, OutOfPerimeter, NotADraft."""
    with transaction.atomic():
        line = line_to_correct(line_id, user)
        person = judged(time_zone=line.batch.occurrence.territory.time_zone, **typed)
        if person.problems:
            raise UnreadableList(" ".join(person.problems))
        fields = fields_for(line.batch.occurrence, Actor.importer(user))
        fill(line, person, fields)
        line.answers = stored(answers or {}, fields)
        line.is_corrected, line.is_another_person = True, choice == "new"
        line.usager_id = int(choice) if choice.isdecimal() else None
        line.save()
    foresee(line.batch)
    line.refresh_from_db()
    return line


def leave_out(*, line_id: int, user: User, is_left_out: bool) -> BatchLine:
    """Leave a line out, or take it back. Raises OutOfPerimeter, NotADraft."""
    with transaction.atomic():
        line = line_to_correct(line_id, user)
        if is_left_out:
            line.state, line.told, line.forecast = LineState.LEFT_OUT, "", ""
        elif line.is_corrected:
            line.state = LineState.READY
        else:
            read_again(line, line.batch, fields_for(line.batch.occurrence, Actor.importer(user)))
        line.save()
    foresee(line.batch)
    return line


def line_to_correct(line_id: int, user: User) -> BatchLine:
    rows = BatchLine.objects.visible_to(user, Activity.ENROL).select_related("batch__occurrence")
    line: BatchLine | None = rows.filter(pk=line_id).first()
    if line is None:
        raise OutOfPerimeter
    line.batch = draft_of(line.batch_id, user)
    if line.state in SETTLED - {LineState.ALREADY}:
        raise NotADraft
    return line
