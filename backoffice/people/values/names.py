"""Names and phone numbers as people type them, reduced to what can be compared. Stores nothing."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError

HIDDEN = {
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
}
OLDEST_BIRTH = 1900
# 06 39 98 is reserved for fiction (Arcep, decision 2018-0881) and given to no operator, so the library does not know it as a mobile.
# Invented people must behave like real ones.
MOBILES_OF_FICTION = "+3363998"
# A number typed without prefix is read as a number of the territory's own country code.
REGIONS = {
    "America/Guadeloupe": "GP",
    "America/St_Barthelemy": "BL",
    "America/Marigot": "MF",
    "America/Martinique": "MQ",
    "America/Cayenne": "GF",
    "America/Miquelon": "PM",
    "Indian/Reunion": "RE",
    "Indian/Mayotte": "YT",
    "Pacific/Noumea": "NC",
    "Pacific/Wallis": "WF",
    "Pacific/Tahiti": "PF",
    "Pacific/Marquesas": "PF",
    "Pacific/Gambier": "PF",
}


def clean_text(typed: str) -> str:
    """Composed letters (NFC), no control nor direction character, single spaces (bad inputs B6–B8)."""
    composed = unicodedata.normalize("NFC", typed or "")
    visible = "".join(
        " " if char in "\t\n\r" else char
        for char in composed
        if char not in HIDDEN and (char in "\t\n\r" or ord(char) >= 32)
    )
    return re.sub(r"\s+", " ", visible).strip()


def folded(text: str) -> str:
    """Lower case, no accent, typographic apostrophes and hyphens as spaces: « D’Artagnan » and « d'artagnan » compare equal (B4, B7)."""
    decomposed = unicodedata.normalize(
        "NFKD", clean_text(text).replace("œ", "oe").replace("Œ", "oe").replace("ł", "l").replace("Ł", "l")
    )
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return re.sub(r"[^\w]+", " ", bare).strip()


def search_words(typed: str) -> list[str]:
    """The words of a search box, a phone number typed with spaces being one word."""
    text = folded(typed)
    if re.fullmatch(r"[\d ]+", text):
        return [text.replace(" ", "")] if text else []
    return text.split()


def normalised_phone(typed: str, time_zone: str = "Europe/Paris") -> str:
    """E.164, or ValidationError in French that says what is wrong. Empty stays empty (B9–B13)."""
    text = clean_text(typed)
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, REGIONS.get(time_zone, "FR"))
    except phonenumbers.NumberParseException:
        raise ValidationError("Ce n’est pas un numéro de téléphone. Exemple : 06 39 98 00 01.") from None
    if not phonenumbers.is_possible_number(number):
        digits = sum(char.isdigit() for char in text)
        raise ValidationError(f"Ce numéro a {digits} chiffres. Il en faut 10. Exemple : 06 39 98 00 01.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(stored: str) -> str:
    """+33639980001 → 06 39 98 00 01; a foreign number keeps its prefix."""
    if not stored:
        return ""
    number = phonenumbers.parse(stored)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code == 33
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)


def is_mobile(stored: str) -> bool:
    """A text message can reach this number."""
    if not stored:
        return False
    if stored.startswith(MOBILES_OF_FICTION):
        return True
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.number_type(phonenumbers.parse(stored)) in kinds
