"""What an SMS costs, judged by a codec that we did not write, on random French text."""

from __future__ import annotations

from decimal import Decimal

import gsm0338
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice.notifications.values.sms import (
    Encoding,
    SmsSize,
    dear_characters,
    euros,
    made_cheap,
    replacement_for,
)

CODEC = gsm0338.Codec()
FRENCH = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?'()-/éèàùçêâîôûëïüœÀÉÈÇÊŒ’«»–…€[]{}\n"


def septets(text: str) -> list[int] | None:
    """Length of each character in septets, by the reference; None when one is out of the alphabet."""
    try:
        return [len(CODEC.encode(character)[0]) for character in text]
    except UnicodeEncodeError:
        return None


def segments(widths: list[int], alone: int, several: int) -> int:
    """The rule of GSM 03.40, written as plainly as it reads: no character is cut."""
    if sum(widths) <= alone:
        return 1 if widths else 0
    boxes = [0]
    for width in widths:
        if boxes[-1] + width > several:
            boxes.append(0)
        boxes[-1] += width
    return len(boxes)


# Escape announces a character of the extension table: alone it is no text, and nobody types it.
TYPED = st.characters(exclude_characters="\x1b")


@given(st.text(st.sampled_from(FRENCH), max_size=500) | st.text(TYPED, max_size=200))
@example("é" * 160)
@example("é" * 161)
@example("a" * 152 + "€" + "a" * 153)
@example("a" * 69 + "😀")
@example("ê" * 70)
@example("ê" * 71)
def test_our_counter_agrees_with_the_reference(text):
    size, widths = SmsSize(text), septets(text)

    if widths is None:
        units = [len(character.encode("utf-16-be", "surrogatepass")) // 2 for character in text]
        assert (size.encoding, size.units, size.segments) == (Encoding.UCS2, sum(units), segments(units, 70, 67))
    else:
        assert (size.encoding, size.units, size.segments) == (Encoding.GSM7, sum(widths), segments(widths, 160, 153))


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        ("é è à ù ü É Ç æ".ljust(160), "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("a" * 156 + "ê", "UCS-2", 3),
        ("ê" + "a" * 69, "UCS-2", 1),
        ("a" * 480, "GSM-7", 4),
        ("a" * 479 + "’", "UCS-2", 8),
        ("", "GSM-7", 0),
    ],
)
def test_the_table_of_known_lengths(text, encoding, count):
    """Bad input B79 is the last but one: a typographic apostrophe doubles the price of 480 characters."""
    size = SmsSize(text)

    assert (size.encoding.value, size.segments) == (encoding, count)


@pytest.mark.parametrize(
    ("dear", "cheap"),
    [("’", "'"), ("ê", "e"), ("ç", "c"), ("œ", "oe"), ("«", '"'), ("…", "..."), ("À", "A"), ("–", "-")],
)
def test_each_dear_character_of_french_has_a_replacement(dear, cheap):
    assert dear_characters(f"L{dear}atelier") == [dear]
    assert replacement_for(dear) == cheap
    assert SmsSize(made_cheap(f"L{dear}atelier")).encoding is Encoding.GSM7


def test_what_has_no_replacement_is_left_alone():
    assert made_cheap("Merci 😀 ê") == "Merci 😀 e"


@given(st.text(st.sampled_from(FRENCH), max_size=300))
def test_replacing_always_ends_in_the_alphabet(text):
    assert SmsSize(made_cheap(text)).encoding is Encoding.GSM7


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.045", "0,045 €"),
        ("0.09", "0,09 €"),
        ("0.9", "0,90 €"),
        ("61.875", "61,88 €"),
        ("1061.875", "1\u202f061,88 €"),
    ],
)
def test_a_price_is_as_precise_as_it_is_small(amount, words):
    assert euros(Decimal(amount)) == words
