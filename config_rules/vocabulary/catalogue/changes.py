"""Cancelling, moving, limits per person, reminders.

Responsible for deadlines per actor.  Refuses texts: messages are configured elsewhere.
"""

from __future__ import annotations

from config_rules.vocabulary.catalogue.constructors import LOWER, choice, number, switch
from config_rules.vocabulary.parameters import Parameter, ParameterType

# Days before the séance, counted on the calendar: 0 is the morning itself.
REMINDERS = (
    ("0", "le matin même"),
    ("1", "la veille"),
    *((str(days), f"{days} jours avant") for days in (2, 3, 4, 5, 7, 10, 14, 21, 30)),
)

CHANGES = (
    switch("cancel.usager_allowed", "l’annulation par l’usager", True, "l’usager peut annuler."),
    number(
        "cancel.usager_hours",
        "le délai d’annulation de l’usager",
        0,
        720,
        4,
        "l’usager annule jusqu’à 4 heures avant.",
        "heure",
    ),
    switch("cancel.prescriber_allowed", "l’annulation par le prescripteur", True, "le prescripteur peut annuler."),
    number(
        "cancel.prescriber_hours",
        "le délai d’annulation du prescripteur",
        0,
        720,
        4,
        "le prescripteur annule jusqu’à 4 heures avant.",
        "heure",
    ),
    number(
        "cancel.agent_hours",
        "le délai d’annulation de l’agent",
        0,
        720,
        0,
        "l’agent annule jusqu’au début.",
        "heure",
    ),
    switch("move.usager_allowed", "le déplacement par l’usager", True, "l’usager peut changer de séance."),
    number(
        "move.usager_hours",
        "le délai de déplacement de l’usager",
        0,
        720,
        48,
        "l’usager change de séance jusqu’à 48 heures avant.",
        "heure",
    ),
    switch(
        "move.prescriber_allowed",
        "le déplacement par le prescripteur",
        True,
        "le prescripteur peut changer de séance.",
    ),
    number(
        "move.prescriber_hours",
        "le délai de déplacement du prescripteur",
        0,
        720,
        48,
        "le prescripteur change de séance jusqu’à 48 heures avant.",
        "heure",
    ),
    number(
        "move.agent_hours",
        "le délai de déplacement de l’agent",
        0,
        720,
        0,
        "l’agent change de séance jusqu’au début.",
        "heure",
    ),
)

LIMITS = (
    number(
        "limit.participations",
        "le nombre maximal d’inscriptions par personne",
        1,
        100,
        None,
        "une personne peut s’inscrire autant de fois qu’elle veut.",
        "inscription",
        empty="sans limite",
        strictness=LOWER,
    ),
    number(
        "limit.period_days",
        "la période de la limite",
        1,
        1_095,
        365,
        "la limite est comptée sur 365 jours.",
        "jour",
    ),
    choice(
        "limit.scope",
        "ce que compte la limite",
        (
            ("action", "les séances de l’action"),
            ("series", "les séances de la série"),
            ("motif", "les séances du motif"),
            ("category", "les séances de la catégorie"),
        ),
        "motif",
        "la limite compte les séances du motif.",
    ),
    Parameter(
        code="reminder.days",
        type=ParameterType.SET,
        label="les rappels avant la séance",
        group="reminder",
        choices=REMINDERS,
        default=frozenset({"2"}),
        default_sentence="un rappel part deux jours avant.",
    ),
)
