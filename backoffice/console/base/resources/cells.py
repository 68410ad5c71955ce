"""Cells that leave and come back: no exported cell starts a formula, and importing it again gives the same value (reliability R49)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError

from backoffice.console.base.errors import BackofficeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

STARTS_A_FORMULA = ("=", "+", "-", "@")
LEADING_CONTROLS = ("\t", "\r", "\n")
MARK = "'"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Cell = str | int | float


class TooManyRows(BackofficeError):
    """More rows than a download in the browser can carry."""

    code = "too_many_rows"
    message = "Il y a trop de lignes pour un seul fichier. Ajoutez un filtre, puis exportez de nouveau."


def is_dangerous(text: str) -> bool:
    """A spreadsheet could compute it: after spaces and invisible characters, and in full-width letters too."""
    if text.startswith(LEADING_CONTROLS):
        return True
    letters = (char for char in unicodedata.normalize("NFKC", text) if not _is_blank(char))
    return next(letters, "") in STARTS_A_FORMULA


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cf", "Cc"}


def neutralised(value: Cell) -> Cell:
    """A text that a spreadsheet shows and never computes. Numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = CONTROLS.sub("", value)
    return MARK + text if is_dangerous(text.lstrip(MARK)) else text


def restored(text: str) -> str:
    """What was neutralised, as it was."""
    return text[1:] if text.startswith(MARK) and is_dangerous(text.lstrip(MARK)) else text


def in_french(value: Cell) -> Cell:
    """Amounts with a comma: a French spreadsheet reads « 0.63 » as a text."""
    return str(value).replace(".", ",") if isinstance(value, float) else value


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons, decimal commas and a byte-order mark: what French spreadsheets open without asking."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([neutralised(title) for title in headers])
    writer.writerows([in_french(neutralised(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    for row in (headers, *rows):
        sheet.append([_typed(sheet, neutralised(value)) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(sheet: WriteOnlyWorksheet, value: Cell) -> WriteOnlyCell:
    """Text is written as text, whatever it looks like."""
    try:
        cell = WriteOnlyCell(sheet, value=value)
    except IllegalCharacterError:
        cell = WriteOnlyCell(sheet, value=CONTROLS.sub("", str(value)))
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
