"""Files as people have them are read, and what leaves never computes in a spreadsheet (reliability R46, R47, R49)."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from backoffice.console.base.resources import UnreadableFile, read_sheet, write_csv, write_xlsx
from backoffice.console.base.resources.cells import is_dangerous, neutralised, restored

DANGEROUS = [
    "=1+1",
    "+33",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    " \t＝1",
    "'=1",
]


def read(content, name="liste.csv"):
    return read_sheet(SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode()))


def book(rows):
    out = io.BytesIO()
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_accents_and_separators_are_recognised_and_told(encoding, separator):
    text = f"Nom{separator}Prénom\r\nLefèvre{separator}Zoé\r\n"

    sheet = read(text.encode(encoding))

    assert sheet.titles == ("Nom", "Prénom")
    assert sheet.rows == ((2, ("Lefèvre", "Zoé")),)
    assert {"cp1252": "Windows-1252", "utf-16": "UTF-16"}.get(encoding, "UTF-8") in sheet.how
    assert "1 lignes" not in sheet.how


def test_a_quoted_cell_keeps_its_line_break_its_separator_and_its_quotes():
    sheet = read('Nom;Commune\n"Dumas; dite ""Ina""";"Die\nou Crest"\n')

    assert sheet.rows[0][1] == ('Dumas; dite "Ina"', "Die\nou Crest")


def test_excel_dates_whole_numbers_and_booleans_read_as_written_in_france():
    import datetime

    sheet = read(
        book([["Nom", "Né le", "Places", "SMS"], ["Dumas", datetime.date(1994, 12, 31), 12.0, True]]), "liste.xlsx"
    )

    assert sheet.rows[0][1] == ("Dumas", "31/12/1994", "12", "oui")


def test_empty_lines_are_skipped_and_lines_keep_their_number():
    assert read("Nom\n\n;;\nDumas\n").rows == ((4, ("Dumas",)),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"Nom\n", "vide"),
        (b"\xd0\xcf\x11\xe0rest", "ancien format"),
        (b"%PDF-1.7\nDumas;In\xc3\xa8s", "pas un tableau"),
        (b"\x89PNG\r\n\x1a\n", "pas un tableau"),
        (b"PK\x03\x04 not a book", "ne se lit pas"),
        (b"Nom\x00;\x00\nDumas\x00;\n", "ne se lit pas"),
        (b"Nom;Nom\nDumas;Ines\n", "même titre"),
        (b"Nom\nDumas;Ines\n", "plus de cases"),
        (b"Nom\n" + b"Dumas\n" * 1001, "1000 lignes"),
        (b";".join(b"T%d" % n for n in range(61)) + b"\n" + b"1;" * 60 + b"1\n", "60 colonnes"),
        (b"Nom\n" + b"a" * 2001 + b"\n", "caractères"),
        (b"Nom\n" + b"a" * (5 * 1024 * 1024), "5 Mo"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content, sentence):
    with pytest.raises(UnreadableFile, match=sentence) as caught:
        read(content, "liste.csv")

    assert caught.value.message.endswith(".")


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/image.bin": b"\0" * 60_000_000},
        {"xl/worksheets/sheet1.xml": b"<c>1</c>" * 1_200_000},
        {"xl/vbaProject.bin": b"macro"},
        {f"part{n}": b"x" for n in range(600)},
    ],
    ids=["inflated", "one part", "macros", "many parts"],
)
def test_a_bomb_is_refused_before_it_is_parsed(parts, monkeypatch):
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *a, **k: pytest.fail("the bomb was parsed"))

    with pytest.raises(UnreadableFile):
        read(archive(parts), "bombe.xlsx")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_starts_a_formula_and_the_value_comes_back(text):
    safe = neutralised(text)

    assert safe.startswith("'")
    assert restored(safe) == text


@given(st.text())
def test_any_text_leaves_harmless_and_comes_back_the_same(text):
    safe = neutralised(text)

    assert not is_dangerous(safe)
    assert neutralised(restored(safe)) == safe


def test_numbers_stay_numbers_and_texts_stay_texts_in_both_formats():
    rows = [["=cmd|'/c calc'!A1", -3, "a;b"]]

    text = write_csv(["Nom", "Écart", "Note"], rows)
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(["Nom", "Écart", "Note"], rows))).active

    assert text.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))[1] == [
        "'=cmd|'/c calc'!A1",
        "-3",
        "a;b",
    ]
    assert [(cell.data_type, cell.value) for cell in sheet[2]] == [("s", "'=cmd|'/c calc'!A1"), ("n", -3), ("s", "a;b")]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf"])),
        min_size=1,
        max_size=4,
    )
)
def test_a_table_that_leaves_as_csv_comes_back_identical(values):
    import unicodedata

    values = [unicodedata.normalize("NFC", value) for value in values] + ["fin"]
    titles = [f"T{index}" for index in range(len(values))]

    assert read(write_csv(titles, [values])).rows[0][1] == tuple(values)
