"""Finds English in what a person reads or hears on a page: text, titles, placeholders, labels, button values.

A detector on words that no French sentence has, so it also finds strings that a package wrote without marking them.
Proper nouns, addresses and code are not sentences and are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

SPOKEN = {"title", "placeholder", "aria-label", "aria-description", "alt", "label", "summary", "data-title"}
SILENT = {"script", "style", "code", "pre", "template"}
BUTTONS = {"submit", "button", "reset", "image"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ICONS = "material-symbols-outlined"
NOT_WORDS = re.compile(r"\S*[@_/\\]\S*|https?:\S*|\{[^}]*\}")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

WORDS = frozenset(
    """
    the and with without your you yours this that these those from are was were has have had been will would should could can't don't
    doesn't isn't of to by be it its an't not into than then there their they what when where which who why how
    select selected save saved delete deleted submit cancel cancelled search apply next previous reset clear filter filters
    today now yesterday tomorrow choose edit edited view back home login logout sign password username email unknown true false none yes
    all any empty loading required optional name names value values new old group groups changes changed history remove removed update
    updated create created add added row rows field fields item items record records entry entries results error errors warning success
    please user users log logged download upload preview toggle sorting sorted theme light dark run welcome more less show hide
    first last file export's import's currently hold down command between before after until since only each every other
    """.split()  # noqa: SIM905
) - {"file"}  # « file d’attente »


class Reader(HTMLParser):
    """Collects what is read on a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silenced_by: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += [value for name, value in given.items() if name in SPOKEN]
        if tag == "input" and given.get("type") in BUTTONS:
            self.texts.append(given.get("value", ""))
        silent = tag in SILENT or ICONS in given.get("class", "") or given.get("lang", "fr") != "fr"
        if (silent or self.silenced_by) and tag not in VOID:
            self.silenced_by.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silenced_by and tag in self.silenced_by:
            while self.silenced_by.pop() != tag:
                continue

    def handle_data(self, data: str) -> None:
        if not self.silenced_by and data.strip():
            self.texts.append(data)


def read(html: str) -> list[str]:
    """Each piece of text of a page that somebody reads or hears."""
    reader = Reader()
    reader.feed(html)
    return [" ".join(text.split()) for text in reader.texts if text.strip()]


def english_in(html: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The pieces of text that are English: one of `known` (marked strings of packages), or a text with an English word."""
    return [text for text in read(html) if text in known or any(english_words(text))]


def english_words(text: str) -> Iterator[str]:
    for word in WORD.findall(NOT_WORDS.sub(" ", text)):
        if word.lower().replace("’", "'") in WORDS:
            yield word


def dotted_in(html: str) -> list[str]:
    """Words with a median point: they are read aloud badly, and force the costly encoding of SMS. Say it otherwise."""
    return [text for text in read(html) if re.search(r"[^\W\d_]·[^\W\d_]", text)]
