"""Texts with holes: `{lieu}`, or `{lieu|lieu à préciser}` with its own words for when the value is empty.

Only the listed names are holes. Everything else is literal: no template language is ever evaluated on what somebody typed (bad input B77)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from backoffice.notifications.enums import AFTERWARDS, Event

if TYPE_CHECKING:
    from collections.abc import Mapping

HOLE = re.compile(r"(?<![{$%])\{\s*([^\W\d_][\w' ]*?)\s*(?:\|([^{}|\n]*))?\}(?!\})")


class Placeholder(StrEnum):
    """A hole that a text may have."""

    LABEL = "libellé"
    TITLE = "titre"
    DATE = "date"
    START = "heure"
    END = "fin"
    DURATION = "durée"
    VENUE = "lieu"
    ADDRESS = "adresse"
    PHONE = "téléphone"
    CONTACT = "contact"
    LINK = "lien"
    ORGANISATION = "organisation"
    FIRST_NAME = "prénom"
    INSTRUCTIONS = "consignes"
    DEADLINE = "limite"
    WHEN = "échéance"
    OLD_DATE = "ancienne date"
    OLD_VENUE = "ancien lieu"
    CHANGES = "changements"


@dataclass(frozen=True)
class Hole:
    """What a référente reads about a placeholder, and what stands for an empty value unless the text says otherwise."""

    meaning: str
    fallback: str = ""
    events: tuple[Event, ...] = tuple(Event)


ANSWERS = (Event.OFFERED, Event.OFFER_EXPIRING)
BEFORE = tuple(event for event in Event if event not in AFTERWARDS)
MOVES = (Event.MOVED, Event.SEANCE_CHANGED)
HOLES: dict[Placeholder, Hole] = {
    Placeholder.LABEL: Hole("le libellé : « Atelier »", "Rendez-vous"),
    Placeholder.TITLE: Hole("le titre public de l’action"),
    Placeholder.DATE: Hole("le jour : « lundi 14 décembre »"),
    Placeholder.START: Hole("l’heure de début : « 14:00 »"),
    Placeholder.END: Hole("l’heure de fin : « 16:00 »"),
    Placeholder.DURATION: Hole("la durée : « 2 h »"),
    Placeholder.VENUE: Hole("le nom du lieu", "lieu à confirmer"),
    Placeholder.ADDRESS: Hole("l’adresse du lieu", "adresse à confirmer"),
    Placeholder.PHONE: Hole("le téléphone de l’organisation", "numéro à demander à l'accueil"),
    Placeholder.CONTACT: Hole("« Tel. » et le téléphone, ou rien s’il n’y en a pas"),
    Placeholder.LINK: Hole(
        "le lien vers sa page, pour voir, annuler ou répondre ; le téléphone si ce lien est retiré", "", BEFORE
    ),
    Placeholder.ORGANISATION: Hole("le nom de l’organisation"),
    Placeholder.FIRST_NAME: Hole("le prénom de la personne inscrite"),
    Placeholder.INSTRUCTIONS: Hole("les consignes prévues pour ce message"),
    Placeholder.DEADLINE: Hole("le moment limite de la réponse", "dès que possible", ANSWERS),
    Placeholder.WHEN: Hole("« aujourd’hui », « demain », « dans 3 jours »", "sous peu", (Event.REMINDER,)),
    Placeholder.OLD_DATE: Hole("le jour et l’heure d’avant", "la date prévue", MOVES),
    Placeholder.OLD_VENUE: Hole("le lieu d’avant", "le lieu prévu", MOVES),
    Placeholder.CHANGES: Hole("ce qui change : « heure, lieu »", "date ou lieu", (Event.SEANCE_CHANGED,)),
}


@lru_cache(maxsize=512)
def bare(name: str) -> str:
    """Without accents, capitals or spaces: « Durée » and « duree » are the same name."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\s_']+", " ", "".join(each for each in letters if not unicodedata.combining(each))).strip()


KNOWN = {bare(placeholder): placeholder for placeholder in Placeholder}


def offered_for(event: str) -> list[Placeholder]:
    """The placeholders that have a meaning for this event."""
    return [placeholder for placeholder, hole in HOLES.items() if event in hole.events]


def faults_of(text: str, event: str) -> list[str]:
    """Why a text cannot be kept, in French: a name that nobody knows, or that has no value for this event."""
    offered = offered_for(event)
    faults = []
    for found in HOLE.finditer(text):
        name, placeholder = found[1], KNOWN.get(bare(found[1]))
        if placeholder is None:
            near = get_close_matches(bare(name), [bare(each) for each in offered], n=1)
            advice = f" Vouliez-vous écrire {{{KNOWN[near[0]]}}} ?" if near else " Choisissez dans la liste."
            faults.append(f"« {{{name}}} » n’existe pas.{advice}")
        elif placeholder not in offered:
            faults.append(f"« {{{name}}} » n’a pas de valeur pour ce message. Retirez-le.")
    return list(dict.fromkeys(faults))


def filled(text: str, values: Mapping[Placeholder, str]) -> str:
    """The text with its holes filled, in one pass: a value is never read as a text with holes."""
    return tidy(HOLE.sub(lambda found: value_for(found, values), text))


def value_for(found: re.Match[str], values: Mapping[Placeholder, str]) -> str:
    placeholder = KNOWN.get(bare(found[1]))
    if placeholder is None:
        return found[0]
    fallback = found[2].strip() if found[2] is not None else HOLES[placeholder].fallback
    return values.get(placeholder, "") or fallback


def tidy(text: str) -> str:
    """No double space nor empty lines where a value was empty."""
    lines = [
        re.sub(r"[ \t]+", " ", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
