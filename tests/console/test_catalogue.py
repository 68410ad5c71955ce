"""The French catalogue: complete for the packages installed today, plain, and compiled as it is written."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.utils.translation.trans_real import DjangoTranslation, translation

from tests.console import strings

FOLDER = Path(__file__).parents[2] / "backoffice" / "console" / "locale" / "fr" / "LC_MESSAGES"
COMPILE = "python -c \"import polib; polib.pofile('django.po').save_as_mofile('django.mo')\""


@pytest.fixture(scope="module")
def marked():
    return strings.of_installed_packages()


def french_of(asked: strings.Marked, catalogue: DjangoTranslation) -> str:
    """The French that a page would show, or nothing: English never counts as French by accident."""
    key = f"{asked.context}\x04{asked.msgid}" if asked.context else asked.msgid
    try:
        return catalogue._catalog[(key, 1) if asked.plural else key]
    except KeyError:
        return ""


def without_french(asked: dict[strings.Marked, str]) -> list[str]:
    catalogue = translation("fr")
    return [f"{file}: {text.msgid!r}" for text, file in asked.items() if not french_of(text, catalogue)]


def test_every_string_of_the_installed_packages_has_french(marked):
    missing = without_french(marked)
    assert not missing, "Translate in backoffice/console/locale/fr/LC_MESSAGES/django.po, then compile:\n" + "\n".join(
        missing
    )


def test_every_string_of_the_scripts_has_french():
    assert strings.of_scripts()
    catalogue = DjangoTranslation("fr", domain="djangojs")._catalog
    missing = [
        f"{file}: {text!r}"
        for text, file in strings.of_scripts().items()
        if not {text, (text, 0)} & set(catalogue.keys())
    ]
    assert not missing, "\n".join(missing)


def test_a_string_that_nobody_translated_is_named():
    invented = {strings.Marked("A string of the next release"): "unfold/next.html"}
    assert without_french(invented) == ["unfold/next.html: 'A string of the next release'"]


def test_the_reader_sees_each_way_of_marking_a_string():
    template = """{% trans "One" %}{% translate 'Two' context "menu" %}{{ x|default:_("Three") }}
        {% blocktranslate trimmed count n=n %}
            {{ n }} row
        {% plural %}
            {{ n }} rows
        {% endblocktranslate %}"""
    python = "_('Four' ' and more'); ngettext('%d row', '%d rows', n); pgettext('menu', 'Five'); other('Six')"
    assert list(strings.of_template(template)) == [
        strings.Marked("One"),
        strings.Marked("Two", context="menu"),
        strings.Marked("Three"),
        strings.Marked("%(n)s row", plural="%(n)s rows"),
    ]
    assert list(strings.of_python(python)) == [
        strings.Marked("Four and more"),
        strings.Marked("%d row", plural="%d rows"),
        strings.Marked("Five", context="menu"),
    ]


def test_our_catalogue_keeps_no_string_that_no_package_asks_for(marked):
    asked = {text.msgid for text in marked}
    stale = [entry.msgid for entry in polib.pofile(str(FOLDER / "django.po")) if entry.msgid not in asked]
    assert not stale, f"Remove from django.po: {stale}"


def test_nobody_is_asked_to_kindly_do_something(marked):
    catalogue = translation("fr")
    polite = [text.msgid for text in marked if "euillez" in french_of(text, catalogue)]
    assert not polite, f"Give a plainer sentence in django.po to: {polite}"


def test_the_compiled_catalogue_is_the_written_one():
    written = polib.pofile(str(FOLDER / "django.po")).to_binary()
    assert (FOLDER / "django.mo").read_bytes() == written, f"In {FOLDER.name}/: {COMPILE}"
