"""What an SMS costs: the alphabet of GSM 03.38, segments, and the characters that make it dear. Pure text; sends nothing.

160 characters of the GSM alphabet fit in one segment, 153 in each of several; ten of its characters count double. One character out of that
alphabet turns the whole message to UCS-2: 70 characters, then 67. A character is never cut between two segments."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cached_property

CENT = Decimal("0.01")
IN_FRENCH = str.maketrans(",.", "\u202f,")
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
REPLACEMENTS = {
    "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "·": ".", "•": "-",
    "œ": "oe", "Œ": "OE", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "°": "o", "×": "x", "ı": "i",
}  # fmt: skip


class Encoding(Enum):
    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


# Units that fit in a message of one segment, and in each segment of a longer one.
ROOM = {Encoding.GSM7: (160, 153), Encoding.UCS2: (70, 67)}


@dataclass(frozen=True)
class SmsSize:
    """One text, measured as it is billed."""

    text: str

    @property
    def characters(self) -> int:
        return len(self.text)

    @cached_property
    def encoding(self) -> Encoding:
        return Encoding.UCS2 if dear_characters(self.text) else Encoding.GSM7

    @cached_property
    def units(self) -> int:
        """Septets, or UTF-16 code units."""
        if self.encoding is Encoding.GSM7:
            return len(self.text) + sum(map(self.text.count, EXTENDED))
        return len(self.text.encode("utf-16-le", "surrogatepass")) // 2

    @cached_property
    def segments(self) -> int:
        """How many SMS are billed; none for an empty text."""
        alone, several = ROOM[self.encoding]
        if self.units <= alone:
            return int(bool(self.text))
        count, used = 1, 0
        for character in self.text:
            width = self.width(character)
            if used + width > several:
                count, used = count + 1, 0
            used += width
        return count

    @property
    def left(self) -> int:
        """Units still free in the last segment."""
        alone, several = ROOM[self.encoding]
        return max(alone - self.units, 0) if self.segments <= 1 else max(several * self.segments - self.units, 0)

    def width(self, character: str) -> int:
        if self.encoding is Encoding.GSM7:
            return 2 if character in EXTENDED else 1
        return 2 if ord(character) > 0xFFFF else 1


def dear_characters(text: str) -> list[str]:
    """The characters out of the GSM alphabet, each once, in order of appearance."""
    return [character for character in dict.fromkeys(text) if character not in BASIC and character not in EXTENDED]


def replacement_for(character: str) -> str:
    """The nearest text of the GSM alphabet; "" when there is none (an emoji, Arabic)."""
    if character in REPLACEMENTS:
        return REPLACEMENTS[character]
    bare = "".join(each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))
    return "" if dear_characters(bare) else bare


def foreign_letters(text: str) -> list[str]:
    """Those of a script that the cheap alphabet does not write (Arabic, Ukrainian): nothing in the message makes it cheaper."""
    return [
        each
        for each in dear_characters(text)
        if each.isalpha() and not replacement_for(each) and not unicodedata.name(each, "").startswith("LATIN")
    ]


def made_cheapest(text: str) -> str:
    """Cheap, and without the characters that have no replacement."""
    return "".join(replacement_for(each) if dear_characters(each) else each for each in text)


def made_cheap(text: str) -> str:
    """The same text where every dear character that has a replacement is replaced."""
    return "".join((replacement_for(each) or each) if dear_characters(each) else each for each in text)


def euros(amount: Decimal) -> str:
    """« 0,045 € », « 0,09 € »: under one euro, as precise as the price is; « 1 061,88 € »: to the cent above, where thousandths read as thousands."""
    if abs(amount) >= 1:
        return f"{amount.quantize(CENT, ROUND_HALF_UP):,}".translate(IN_FRENCH) + " €"
    whole, _, cents = f"{amount.normalize():f}".partition(".")
    return f"{whole},{cents.ljust(2, '0')} €"
