"""Seats, waiting list, overbooking, quotas, party and minimum.

Responsible for what stage 3 and the queue obey.  Refuses the number of seats itself, which belongs to the séance.
"""

from __future__ import annotations

from config_rules.vocabulary.builtin import ActorKind
from config_rules.vocabulary.catalogue.constructors import FIRST, HIGHER, LOWER, choice, number
from config_rules.vocabulary.parameters import Parameter, ParameterType

WAITLIST = (
    choice(
        "waitlist.mode",
        "la liste d’attente",
        (("none", "aucune"), ("manual", "gérée à la main"), ("automatic", "automatique")),
        "automatic",
        "une place libérée est proposée automatiquement à la personne suivante.",
        FIRST,
    ),
    number(
        "waitlist.max_length",
        "la longueur maximale de la liste d’attente",
        0,
        1000,
        None,
        "la liste d’attente n’a pas de limite.",
        "personne",
        empty="sans limite",
        strictness=LOWER,
    ),
    choice(
        "waitlist.order",
        "l’ordre de la liste d’attente",
        (
            ("arrival", "par ordre d’arrivée"),
            ("priority", "par priorité, puis par ordre d’arrivée"),
            ("lottery", "par tirage au sort"),
        ),
        "arrival",
        "les personnes sont appelées par ordre d’arrivée.",
    ),
    number(
        "waitlist.ageing_days",
        "l’attente au bout de laquelle l’ancienneté passe devant la priorité",
        1,
        365,
        30,
        "au bout de 30 jours d’attente, l’ancienneté passe devant la priorité.",
        "jour",
    ),
    number(
        "waitlist.offer_hours",
        "le temps laissé pour répondre à une proposition",
        0,
        336,
        24,
        "la personne a 24 heures pour répondre.",
        "heure",
    ),
    number(
        "waitlist.cutoff_hours",
        "l’arrêt de la liste d’attente avant le début",
        0,
        720,
        0,
        "la liste d’attente vit jusqu’au début de la séance.",
        "heure",
        strictness=HIGHER,
    ),
)

SEATS = (
    number(
        "overbooking.max_seats",
        "le nombre maximal de places en plus",
        0,
        100,
        0,
        "aucune place en plus.",
        "place",
        strictness=LOWER,
    ),
    Parameter(
        code="overbooking.who",
        type=ParameterType.SET,
        label="les personnes qui peuvent surréserver",
        group="overbooking",
        choices=((ActorKind.AGENT, "les agents"), (ActorKind.PRESCRIBER, "les prescripteurs")),
        default=frozenset({ActorKind.AGENT.value}),
        default_sentence="seuls les agents qui en ont le droit peuvent ajouter une place.",
    ),
    Parameter(
        code="quota.seats",
        type=ParameterType.QUOTAS,
        label="les places réservées",
        group="quota",
        low=0,
        high=10_000,
        default=(),
        default_sentence="aucune place n’est réservée.",
    ),
    Parameter(
        code="quota.release",
        type=ParameterType.DELAY,
        label="la remise en commun des places réservées",
        group="quota",
        default=None,
        nullable=True,
        empty_label="jamais",
        default_sentence="les places réservées le restent jusqu’au début.",
    ),
    number(
        "party.max_size",
        "le nombre maximal de personnes par inscription",
        1,
        100,
        10,
        "une inscription compte 10 personnes au plus.",
        "personne",
        strictness=LOWER,
    ),
    number(
        "minimum.participants",
        "le nombre minimal de participants",
        1,
        10_000,
        None,
        "la séance a lieu quel que soit le nombre d’inscrits.",
        "personne",
        empty="aucun minimum",
    ),
    number(
        "minimum.days_before",
        "le jour où le minimum est vérifié, avant la séance",
        0,
        60,
        2,
        "le minimum est vérifié 2 jours avant.",
        "jour",
    ),
    choice(
        "minimum.effect",
        "ce qui se passe si le minimum n’est pas atteint",
        (("alert", "les agents sont prévenus"), ("cancel", "la séance est annulée")),
        "alert",
        "les agents sont prévenus, la séance n’est pas annulée.",
    ),
)
