"""Reading a table that somebody sends: CSV and Excel as they are in French offices, judged before they are parsed (reliability R46, R47)."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl

from backoffice.console.base.errors import BackofficeError
from backoffice.console.base.resources.cells import restored

if TYPE_CHECKING:
    from django.core.files import File

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_INFLATED = 50 * MEGABYTE
MOST_IN_ONE_PART = 8 * MEGABYTE
MOST_RATIO = 100
MOST_PARTS = 500
MOST_ROWS = 1000
MOST_COLUMNS = 60
MOST_CHARACTERS = 2000
PARSED_PARTS = re.compile(r"^xl/(workbook|styles|sharedStrings|worksheets/[^/]+)\.xml$")
SEPARATORS = {";": "des points-virgules", ",": "des virgules", "\t": "des tabulations"}
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# Documents and images, by their first bytes: read as text, they would be people with strange names.
NOT_TABLES = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
TOO_LONG = f"Ce fichier a plus de {MOST_ROWS} lignes. Envoyez-le en plusieurs fois."


class UnreadableFile(BackofficeError):
    """The file cannot be read; the sentence says what to do with it."""

    code = "unreadable_table"
    message = "Ce fichier ne se lit pas. Enregistrez-le en .xlsx ou en .csv, puis recommencez."


@dataclass(frozen=True)
class Sheet:
    """Titles, rows with their line number in the file, and how the file was read."""

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    how: str


@dataclass(frozen=True)
class Rows:
    """Lines of cells with their number in the file, titles not told from the rest, and how the file was read."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    how: str


def read_sheet(file: File) -> Sheet:
    """The table of a file, or UnreadableFile with the reason in French."""
    return _table(*_lines(file))


def read_rows(file: File) -> Rows:
    """The lines of a list that may have no titles, empty ones left out. Raises UnreadableFile as `read_sheet` does."""
    lines, how = _lines(file)
    cells = [(number, [_cell(value) for value in line]) for number, line in enumerate(lines, 1)]
    filled = [(number, line) for number, line in cells if any(line)]
    if not filled:
        raise UnreadableFile("Cette liste est vide. Collez au moins une ligne, ou choisissez un fichier.")
    if len(filled) > MOST_ROWS + 1:
        raise UnreadableFile(TOO_LONG)
    width = max(index for _number, line in filled for index, cell in enumerate(line, 1) if cell)
    if width > MOST_COLUMNS:
        raise UnreadableFile(f"Ce fichier a plus de {MOST_COLUMNS} colonnes. Gardez les colonnes utiles.")
    return Rows(tuple((number, _fitted(number, line, width)) for number, line in filled), how)


def _lines(file: File) -> tuple[list[list[Any]], str]:
    """Raw cells, and how they were read. Nothing is read before its size is known."""
    if file.size > MOST_BYTES:
        raise UnreadableFile(
            "Ce fichier pèse plus de 5 Mo. Gardez les colonnes utiles, ou envoyez-le en plusieurs fois."
        )
    content = file.read()
    if content.startswith(OLD_EXCEL):
        raise UnreadableFile("Ce fichier est dans un ancien format d’Excel. Enregistrez-le en .xlsx, puis recommencez.")
    if content.startswith(NOT_TABLES):
        raise UnreadableFile(
            "Ce fichier est une image ou un document, pas un tableau. Envoyez un fichier .xlsx ou .csv."
        )
    if content.startswith(b"PK"):
        return _excel_rows(content), "Fichier Excel"
    text, encoding = _decoded(content)
    separator = _separator(text)
    how = f"Fichier texte, accents lus en {encoding}, colonnes séparées par {SEPARATORS[separator]}"
    return _text_rows(text, separator), how


def _decoded(content: bytes) -> tuple[str, str]:
    """Byte-order marks decide; then UTF-8 if it is valid; then the encoding of older spreadsheets."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = [("utf-16", "UTF-16")]
    else:
        candidates = [("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")]
    for encoding, label in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, label
    raise UnreadableFile


def _separator(text: str) -> str:
    """The one that cuts the first line that says something into most columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count)


def _text_rows(text: str, separator: str) -> list[list[Any]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _first_rows(reader)
    except csv.Error:
        raise UnreadableFile("Une case de ce fichier est trop longue, ou un guillemet n’est pas fermé.") from None


def _excel_rows(content: bytes) -> list[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _judge(archive)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return _first_rows(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1))
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises anything on a damaged book
        raise UnreadableFile from error


def _judge(archive: zipfile.ZipFile) -> None:
    """By what the archive declares; reading never goes beyond what is declared."""
    parts = archive.infolist()
    inflated, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    too_big = inflated > MOST_INFLATED or inflated > MOST_RATIO * max(packed, 1) or len(parts) > MOST_PARTS
    if too_big or any(PARSED_PARTS.match(part.filename) and part.file_size > MOST_IN_ONE_PART for part in parts):
        raise UnreadableFile("Ce classeur contient trop de données. Copiez le tableau utile dans un nouveau classeur.")
    if any("vbaProject" in part.filename for part in parts):
        raise UnreadableFile("Ce classeur contient des macros. Enregistrez-le en .xlsx sans macros, puis recommencez.")


def _first_rows(rows: Any) -> list[list[Any]]:
    """Every row, or a refusal as soon as there are too many, empty ones included: the rest is never read."""
    kept = [list(row) for row in itertools.islice(rows, 2 * MOST_ROWS + 1)]
    if len(kept) > 2 * MOST_ROWS:
        raise UnreadableFile(TOO_LONG)
    return kept


def _table(lines: list[list[Any]], how: str) -> Sheet:
    cells = [(number, [_cell(value) for value in line]) for number, line in enumerate(lines, 1)]
    filled = [(number, line) for number, line in cells if any(line)]
    if len(filled) < 2:
        raise UnreadableFile("Ce fichier est vide, ou n’a qu’une ligne de titres. La première ligne donne les titres.")
    if len(filled) > MOST_ROWS + 1:
        raise UnreadableFile(TOO_LONG)
    titles = _titles(filled[0][1])
    rows = tuple((number, _fitted(number, line, len(titles))) for number, line in filled[1:])
    return Sheet(titles, rows, f"{how}, {len(rows)} ligne{'s' * (len(rows) > 1)}. Les dates sont lues jour/mois/année.")


def _titles(line: list[str]) -> tuple[str, ...]:
    while line and not line[-1]:
        line = line[:-1]
    if len(line) > MOST_COLUMNS:
        raise UnreadableFile(f"Ce fichier a plus de {MOST_COLUMNS} colonnes. Gardez les colonnes utiles.")
    twice = {title for title in line if title and line.count(title) > 1}
    if twice:
        raise UnreadableFile(f"Deux colonnes portent le même titre : {', '.join(sorted(twice))}.")
    return tuple(line)


def _fitted(number: int, line: list[str], width: int) -> tuple[str, ...]:
    if any(line[width:]):
        raise UnreadableFile(
            f"La ligne {number} a plus de cases que de titres. Vérifiez le séparateur et les guillemets."
        )
    if any(len(value) > MOST_CHARACTERS for value in line):
        raise UnreadableFile(f"Une case de la ligne {number} a plus de {MOST_CHARACTERS} caractères.")
    return tuple((*line, *[""] * width)[:width])


def _cell(value: Any) -> str:
    """What a person reads in the cell: dates as written in France, whole numbers without « .0 », composed letters."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (datetime, date)):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value)).replace("\u00a0", " ").replace("\u202f", " ")
    return restored(text.replace("\x00", "").strip())
