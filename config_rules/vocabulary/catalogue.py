"""The settings of a policy: every one, with bounds, default and default sentence.

Responsible for the list.  Some are enforced by the evaluator (access, window, seats, overbooking,
waiting list, party, limit); the others are read by the room that acts on them, from the same
effective values.  Refuses to let a default change once published: see `parameters`.
"""

from __future__ import annotations

from config_rules.vocabulary.builtin import ActorKind
from config_rules.vocabulary.parameters import Parameter, ParameterType, Strictness


def _number(
    code: str,
    label: str,
    low: int,
    high: int,
    default: int | None,
    sentence: str,
    unit: str = "",
    *,
    empty: str = "",
    strictness: Strictness = Strictness.NOT_REPLACEABLE,
) -> Parameter:
    return Parameter(
        code=code,
        type=ParameterType.INTEGER,
        label=label,
        group=code.partition(".")[0],
        low=low,
        high=high,
        default=default,
        default_sentence=sentence,
        unit=unit,
        unit_plural=_plural(unit),
        nullable=bool(empty),
        empty_label=empty,
        strictness=strictness,
    )


def _plural(unit: str) -> str:
    return " ".join(word if word.endswith("s") else f"{word}s" for word in unit.split()) if unit else ""


def _switch(code: str, label: str, default: bool, sentence: str) -> Parameter:
    return Parameter(
        code=code,
        type=ParameterType.BOOLEAN,
        label=label,
        group=code.partition(".")[0],
        default=default,
        default_sentence=sentence,
    )


def _choice(
    code: str,
    label: str,
    choices: tuple[tuple[str, str], ...],
    default: str,
    sentence: str,
    strictness: Strictness = Strictness.NOT_REPLACEABLE,
) -> Parameter:
    return Parameter(
        code=code,
        type=ParameterType.CHOICE,
        label=label,
        group=code.partition(".")[0],
        choices=choices,
        default=default,
        default_sentence=sentence,
        strictness=strictness,
    )


def _delay(code: str, label: str, sentence: str, empty: str, strictness: Strictness) -> Parameter:
    return Parameter(
        code=code,
        type=ParameterType.DELAY,
        label=label,
        group="window",
        default=None,
        default_sentence=sentence,
        nullable=True,
        empty_label=empty,
        strictness=strictness,
    )


def _date(code: str, label: str, sentence: str, empty: str, strictness: Strictness) -> Parameter:
    return Parameter(
        code=code,
        type=ParameterType.DATE,
        label=label,
        group="window",
        default=None,
        default_sentence=sentence,
        nullable=True,
        empty_label=empty,
        strictness=strictness,
    )


_LOWER, _HIGHER, _FIRST = Strictness.LOWER, Strictness.HIGHER, Strictness.FIRST_CHOICE

_ACCESS = (
    _choice(
        "access.who",
        "les personnes qui peuvent inscrire",
        (
            ("agents", "les agents seulement"),
            ("prescribers", "les agents et les prescripteurs"),
            ("invited", "les agents, les prescripteurs et les usagers invités"),
            ("everyone", "tout le monde"),
        ),
        "everyone",
        "tout le monde peut s’inscrire, par les voies que l’action ouvre.",
        _FIRST,
    ),
    _choice(
        "prescriber.sees",
        "ce que voit ensuite le prescripteur",
        (("nothing", "rien"), ("state", "l’état de l’inscription"), ("attendance", "l’état et la présence")),
        "state",
        "le prescripteur voit si la personne est inscrite, pas si elle est venue.",
    ),
    _choice(
        "display.seats",
        "l’affichage des places",
        (("exact", "le nombre exact"), ("few_left", "« dernières places » seulement"), ("none", "rien")),
        "exact",
        "le nombre de places libres est affiché.",
    ),
)
_WINDOW = (
    _delay(
        "window.opens",
        "l’ouverture des inscriptions avant la séance",
        "les inscriptions ouvrent dès que la séance est publiée.",
        "dès la publication",
        _LOWER,
    ),
    _delay(
        "window.closes",
        "la fermeture des inscriptions avant la séance",
        "les inscriptions ferment au début de la séance.",
        "au début de la séance",
        _HIGHER,
    ),
    _date(
        "window.opens_on",
        "le jour d’ouverture des inscriptions",
        "aucune date d’ouverture fixe.",
        "aucune date fixe",
        _HIGHER,
    ),
    _date(
        "window.closes_on",
        "le dernier jour des inscriptions",
        "aucune date de fermeture fixe.",
        "aucune date fixe",
        _LOWER,
    ),
)
_WAITLIST = (
    _choice(
        "waitlist.mode",
        "la liste d’attente",
        (("none", "aucune"), ("manual", "gérée à la main"), ("automatic", "automatique")),
        "automatic",
        "une place libérée est proposée automatiquement à la personne suivante.",
        _FIRST,
    ),
    _number(
        "waitlist.max_length",
        "la longueur maximale de la liste d’attente",
        0,
        1000,
        None,
        "la liste d’attente n’a pas de limite.",
        "personne",
        empty="sans limite",
        strictness=_LOWER,
    ),
    _choice(
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
    _number(
        "waitlist.ageing_days",
        "l’attente au bout de laquelle l’ancienneté passe devant la priorité",
        1,
        365,
        30,
        "au bout de 30 jours d’attente, l’ancienneté passe devant la priorité.",
        "jour",
    ),
    _number(
        "waitlist.offer_hours",
        "le temps laissé pour répondre à une proposition",
        0,
        336,
        24,
        "la personne a 24 heures pour répondre.",
        "heure",
    ),
    _number(
        "waitlist.cutoff_hours",
        "l’arrêt de la liste d’attente avant le début",
        0,
        720,
        0,
        "la liste d’attente vit jusqu’au début de la séance.",
        "heure",
        strictness=_HIGHER,
    ),
)
_SEATS = (
    _number(
        "overbooking.max_seats",
        "le nombre maximal de places en plus",
        0,
        100,
        0,
        "aucune place en plus.",
        "place",
        strictness=_LOWER,
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
    _number(
        "party.max_size",
        "le nombre maximal de personnes par inscription",
        1,
        100,
        10,
        "une inscription compte 10 personnes au plus.",
        "personne",
        strictness=_LOWER,
    ),
    _number(
        "minimum.participants",
        "le nombre minimal de participants",
        1,
        10_000,
        None,
        "la séance a lieu quel que soit le nombre d’inscrits.",
        "personne",
        empty="aucun minimum",
    ),
    _number(
        "minimum.days_before",
        "le jour où le minimum est vérifié, avant la séance",
        0,
        60,
        2,
        "le minimum est vérifié 2 jours avant.",
        "jour",
    ),
    _choice(
        "minimum.effect",
        "ce qui se passe si le minimum n’est pas atteint",
        (("alert", "les agents sont prévenus"), ("cancel", "la séance est annulée")),
        "alert",
        "les agents sont prévenus, la séance n’est pas annulée.",
    ),
)
_CHANGES = (
    _switch("cancel.usager_allowed", "l’annulation par l’usager", True, "l’usager peut annuler."),
    _number(
        "cancel.usager_hours",
        "le délai d’annulation de l’usager",
        0,
        720,
        4,
        "l’usager annule jusqu’à 4 heures avant.",
        "heure",
    ),
    _switch("cancel.prescriber_allowed", "l’annulation par le prescripteur", True, "le prescripteur peut annuler."),
    _number(
        "cancel.prescriber_hours",
        "le délai d’annulation du prescripteur",
        0,
        720,
        4,
        "le prescripteur annule jusqu’à 4 heures avant.",
        "heure",
    ),
    _number(
        "cancel.agent_hours",
        "le délai d’annulation de l’agent",
        0,
        720,
        0,
        "l’agent annule jusqu’au début.",
        "heure",
    ),
    _switch("move.usager_allowed", "le déplacement par l’usager", True, "l’usager peut changer de séance."),
    _number(
        "move.usager_hours",
        "le délai de déplacement de l’usager",
        0,
        720,
        48,
        "l’usager change de séance jusqu’à 48 heures avant.",
        "heure",
    ),
    _switch(
        "move.prescriber_allowed",
        "le déplacement par le prescripteur",
        True,
        "le prescripteur peut changer de séance.",
    ),
    _number(
        "move.prescriber_hours",
        "le délai de déplacement du prescripteur",
        0,
        720,
        48,
        "le prescripteur change de séance jusqu’à 48 heures avant.",
        "heure",
    ),
    _number(
        "move.agent_hours",
        "le délai de déplacement de l’agent",
        0,
        720,
        0,
        "l’agent change de séance jusqu’au début.",
        "heure",
    ),
)
_LIMITS = (
    _number(
        "limit.participations",
        "le nombre maximal d’inscriptions par personne",
        1,
        100,
        None,
        "une personne peut s’inscrire autant de fois qu’elle veut.",
        "inscription",
        empty="sans limite",
        strictness=_LOWER,
    ),
    _number(
        "limit.period_days",
        "la période de la limite",
        1,
        1_095,
        365,
        "la limite est comptée sur 365 jours.",
        "jour",
    ),
    _choice(
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
    _number(
        "reminder.first_hours",
        "le premier rappel avant la séance",
        1,
        720,
        48,
        "un rappel part 48 heures avant.",
        "heure",
        empty="aucun rappel",
    ),
    _number(
        "reminder.second_hours",
        "le second rappel avant la séance",
        1,
        720,
        None,
        "aucun second rappel.",
        "heure",
        empty="aucun second rappel",
    ),
)

BUILT_IN_PARAMETERS: dict[str, Parameter] = {
    parameter.code: parameter for parameter in (*_ACCESS, *_WINDOW, *_WAITLIST, *_SEATS, *_CHANGES, *_LIMITS)
}
