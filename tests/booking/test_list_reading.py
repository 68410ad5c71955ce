"""Lists as people have them: columns recognised by titles or by looks, names split, every problem told in a sentence."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.base import ContentFile

from backoffice.booking.services.batches.reading import person_of, recognised, split_name
from backoffice.console.base.resources import UnreadableFile, read_rows

ZONE = "Europe/Paris"


def read(content, name="liste.csv"):
    return read_rows(ContentFile(content.encode() if isinstance(content, str) else content, name=name))


def people(content):
    rows = [cells for _number, cells in read(content).rows]
    columns, has_titles = recognised(rows, {})
    return columns, [person_of(cells, columns, ZONE) for cells in rows[has_titles:]]


def excel(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


INES = ("Dumas", "Inès", "+33639980001", date(1994, 12, 31))


@pytest.mark.parametrize(
    "content",
    [
        "Nom;Prénom;Téléphone;Né(e) le\nDumas;Inès;06 39 98 00 01;31/12/1994",
        "NOM\tPRENOM\tTél.\tDate de naissance\nDumas\tInès\t0639980001\t31-12-1994",
        "Date de naissance,Mobile,Prénom,Nom\n31/12/1994,+33639980001,Inès,Dumas",
        "Nom;Prénom;Portable;Naissance\r\nDumas;Inès;06.39.98.00.01;1994-12-31\r\n\r\n;;;\r\n".encode("cp1252"),
        "\ufeffNom et prénom;Téléphone;DDN\nDUMAS Inès;0639980001;31/12/1994",
        "Dumas;Inès;06 39 98 00 01;31/12/1994",
        "31/12/1994\tInès DUMAS\t06 39 98 00 01",
        excel(
            ["Nom", "Prénom", "Téléphone", "Date de naissance"], ["Dumas", "Inès", "06 39 98 00 01", date(1994, 12, 31)]
        ),
    ],
    ids=["titles", "tabs", "commas", "cp1252", "bom", "no titles", "full name", "xlsx"],
)
def test_the_same_person_however_the_list_is_written(content):
    _columns, [person] = people(content)

    assert (person.last_name.capitalize(), person.first_name, person.phone, person.birth_date) == INES
    assert person.problems == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("DUMAS Inès", ("DUMAS", "Inès")),
        ("Inès DUMAS", ("DUMAS", "Inès")),
        ("LE GOFF Anna Maria", ("LE GOFF", "Anna Maria")),
        ("Dumas Inès", ("Dumas", "Inès")),
        ("DUMAS INES", ("DUMAS", "INES")),
        ("Dumas", ("Dumas", "")),
    ],
)
def test_a_full_name_is_cut_where_capitals_stop(typed, expected):
    assert split_name(typed) == expected


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (";Inès;0639980001;", "Il manque le nom."),
        ("Dumas;;0639980001;", "Il manque le prénom."),
        ("Dumas;Inès;06 39;", "Ce numéro a 4 chiffres"),
        ("Dumas;Inès;;31 décembre", "n’est pas une date"),
        ("Dumas;Inès;;31/12/1794", "ne peut pas être une date de naissance"),
        ("Dumas;Inès;;31/12/2994", "ne peut pas être une date de naissance"),
        ("D" * 120 + ";Inès;;", "est trop long"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, told):
    _columns, [person] = people(f"Nom;Prénom;Téléphone;Naissance\n{line}")

    assert told in " ".join(person.problems)


def test_two_columns_of_the_same_kind_are_one():
    columns, _people = people("Nom;Prénom;Portable;Téléphone\nDumas;Inès;0639980001;0475000000")

    assert columns == ["last_name", "first_name", "phone", ""]


@pytest.mark.parametrize("content", ["", "\n\n", ";;;", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", "a;b\n" * 2100])
def test_what_is_no_list_is_refused_in_words(content):
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert refused.value.message.endswith(".")
