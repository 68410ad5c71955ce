"""The policies of the Drôme as they were written, month after month: what a référente finds when she opens the editor for the first time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PUBLIC_ONLY = {"usager": "refuse", "prescriber": "refuse"}


@dataclass(frozen=True)
class RuleShape:
    """A filled gabarit: its blanks, and what she wrote herself. A name after `ref:` is a row of the territory."""

    gabarit: str
    blanks: dict[str, Any] = field(default_factory=dict)
    wording: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class EditShape:
    """One sitting: rules written (a gabarit already there is replaced), parameters set, then a publication (no reason: still a draft)."""

    weeks_ago: float
    rules: tuple[RuleShape, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class ScenarioShape:
    name: str
    facts: dict[str, Any]
    outcome: str


@dataclass(frozen=True)
class PolicyShape:
    ref: str
    name: str
    edits: tuple[EditShape, ...]
    motifs: tuple[str, ...] = ()
    scenarios: tuple[ScenarioShape, ...] = ()


def visits(number: int) -> RuleShape:
    blanks = {"fact": "history.attended_same_motif_365_days", "number": number}
    wording = {
        "answers": PUBLIC_ONLY,
        "public_message": "Vous avez déjà suivi cet atelier plusieurs fois cette année. Votre conseiller peut vous inscrire.",
        "agent_message": "La personne est déjà venue plusieurs fois cette année.",
        "source": "Réunion des référentes du 12 octobre.",
    }
    return RuleShape("participations", blanks, wording)


SAME_DAY = RuleShape(
    "meme-jour",
    wording={
        "title": "Une seule séance par jour pour un même motif",
        "answers": PUBLIC_ONLY,
        "public_message": "Vous avez déjà une inscription ce jour-là.",
    },
)
ADULTS = RuleShape(
    "tranche-d-age",
    {"ages": (16, 130)},
    {
        "title": "À partir de 16 ans",
        "answers": PUBLIC_ONLY,
        "unknown": "let_pass",
        "public_message": "Cet atelier s’adresse aux personnes de 16 ans et plus.",
    },
)
FOLLOWED_FIRST = RuleShape(
    "public-prioritaire",
    {"fact": "person.organisations", "values": ("ref:die",), "points": 5},
    {"title": "Les personnes suivies à Die d’abord"},
)
TWO_HOURS = {"amount": 2, "unit": "hours"}
POLICIES = (
    PolicyShape(
        "26-partout",
        "Règles de la Drôme",
        (EditShape(50, (SAME_DAY,), {"window.closes": TWO_HOURS}, "Mêmes règles partout, décidées en comité."),),
    ),
    PolicyShape(
        "26-demarches",
        "Mes démarches en ligne",
        (
            EditShape(30, (visits(2),), reason="Trop d’habitués, plus de place pour les nouveaux."),
            EditShape(8, (visits(3), ADULTS), reason="Deux ateliers ne suffisent pas : trois, à partir de 16 ans."),
            EditShape(0.3, (visits(4), FOLLOWED_FIRST)),
        ),
        ("demarches",),
        (
            ScenarioShape("Inès, 34 ans, première venue", {"person.age": 34, "history.attended_same_motif_365_days": 0}, "accept"),
            ScenarioShape("Paul, 52 ans, déjà venu cinq fois", {"person.age": 52, "history.attended_same_motif_365_days": 5}, "refuse"),
            ScenarioShape("Léo, 14 ans", {"person.age": 14, "history.attended_same_motif_365_days": 0}, "refuse"),
        ),
    ),
)  # fmt: skip
