"""What an action keeps in the form of the machine, in words for its history: its rhythm, what was asked of it, its reserved seats. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.actions.enums import Frequency, OnSkip, Skip
from backoffice.actions.services.repeating import WEEKDAYS
from backoffice.actions.values import MAXIMUM, RESERVED
from backoffice.console.base.wording import count, spoken_duration
from backoffice.policies.services.scopes import names_of_scopes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.directory.models import Territory

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = "-1"
CLOSED = "une organisation fermée"


def rhythm_words(rule: str) -> str:
    """« Toutes les 2 semaines, le mercredi, 33 séances », from a rule of RFC 5545 as `Repetition.text` writes it."""
    if rule.startswith("RDATE:"):
        return f"À des dates choisies, {count(rule.count(',') + 1, 'séance')}"
    parts = dict(part.split("=") for part in rule.split(";"))
    every, days = int(parts.get("INTERVAL", 1)), ", ".join(map(day_words, parts["BYDAY"].split(",")))
    unit = {"WEEKLY": ("Chaque semaine", "Toutes les {} semaines"), "MONTHLY": ("Chaque mois", "Tous les {} mois")}
    pace = unit[parts["FREQ"]][every > 1].format(every)
    return f"{pace}, le {days}, {end_words(parts)}"


def day_words(code: str) -> str:
    """« mercredi », « 3ᵉ jeudi », « dernier jeudi »."""
    rank, day = code[:-2].removeprefix("+"), WEEKDAYS[CODES.index(code[-2:])]
    return day if not rank else f"dernier {day}" if rank == LAST else f"{rank}{'er' if rank == '1' else 'ᵉ'} {day}"


def end_words(parts: Mapping[str, str]) -> str:
    if "COUNT" in parts:
        return count(int(parts["COUNT"]), "séance")
    until = parts["UNTIL"]
    return f"jusqu’au {until[6:8]}/{until[4:6]}/{until[:4]}"


def repetition_words(asked: Mapping[str, Any]) -> str:
    """« Par semaine, à 10:00, une heure et demie. Dates sautées : jours fériés (continuer après, pour garder le nombre) »."""
    rhythm = Frequency(asked["frequency"]).label.split(" (")[0]
    words = f"{rhythm}, à {asked['start_time']}, {spoken_duration(asked['minutes'])}."
    skips = ", ".join(Skip(each).label.lower() for each in asked["skips"])
    return f"{words} Dates sautées : {skips} ({OnSkip(asked['on_skip']).label.lower()})." if skips else words


def quotas_words(quotas: Mapping[str, Mapping[str, int]], territory: Territory) -> str:
    """« PMI de Crest : 2 réservées ; les prescripteurs : 3 au plus »."""
    names = names_of_scopes(territory)
    told = [
        f"{names.get(scope, CLOSED)} : {words.format(seats)}"
        for parameter, words in ((RESERVED, "{} à garder"), (MAXIMUM, "{} au plus"))
        for scope, seats in sorted(quotas.get(parameter, {}).items())
    ]
    return " ; ".join(told) or "aucune"
