"""The facts that every booking gives, and those that parameters may need.

Responsible for the words of stages 0 and 3, which exist whatever the référentes configure.
Refuses domain words (ages, communes, custom fields): `backoffice.policies` declares those.
"""

from __future__ import annotations

from enum import StrEnum

from config_rules.vocabulary.facts import Choice, Fact, FactType, Remedy, Rigidity, Vocabulary, Voice


class ActorKind(StrEnum):
    """Who is asking for the seat."""

    USAGER = "usager"
    AGENT = "agent"
    PRESCRIBER = "prescriber"
    IMPORT = "import"


class RequestKind(StrEnum):
    """A new request, or someone on the waiting list to whom a seat is being given."""

    BOOK = "book"
    PROMOTE = "promote"


STAFF_VOICES = frozenset({Voice.AGENT, Voice.REFERENTE})
MANY = 100_000
MINUTES_IN_TEN_YEARS = 5_256_000

_ACTORS = (
    Choice(ActorKind.USAGER, "la personne elle-même"),
    Choice(ActorKind.AGENT, "un agent"),
    Choice(ActorKind.PRESCRIBER, "un prescripteur"),
    Choice(ActorKind.IMPORT, "un import de fichier"),
)
_PARTICIPATION_STATES = (
    Choice("none", "sans inscription à cette séance"),
    Choice("waiting", "sur la liste d’attente"),
    Choice("unknown", "inscrite"),
    Choice("offered", "appelée à répondre à une proposition"),
    Choice("pending", "en attente d’un accord"),
    Choice("invited", "invitée"),
    Choice("seen", "présente"),
    Choice("late", "en retard"),
    Choice("noshow", "absente"),
)


def _boolean(code: str, label: str, denial: str, group: str, rigidity: Rigidity) -> Fact:
    return Fact(
        code=code,
        type=FactType.BOOLEAN,
        label=label,
        denial=denial,
        group=group,
        rigidity=rigidity,
    )


def _count(code: str, label: str, low: int, *, staff_only: bool = False) -> Fact:
    voices = STAFF_VOICES if staff_only else frozenset(Voice)
    return Fact(
        code=code,
        type=FactType.INTEGER,
        label=label,
        group="séance",
        low=low,
        high=MANY,
        rigidity=Rigidity.TIME,
        remedy=Remedy.OTHER_SEANCE,
        voices=voices,
    )


def _delay(code: str, label: str, unit: str, unit_plural: str, bound: int) -> Fact:
    return Fact(
        code=code,
        type=FactType.INTEGER,
        label=label,
        group="séance",
        unit=unit,
        unit_plural=unit_plural,
        low=-bound,
        high=bound,
        rigidity=Rigidity.TIME,
        remedy=Remedy.WAIT_UNTIL_LOWER,
    )


_ACTOR_FACTS = (
    Fact(
        code="actor.kind",
        type=FactType.CHOICE,
        label="le demandeur",
        group="demande",
        choices=_ACTORS,
        rigidity=Rigidity.PERSON,
    ),
    _boolean(
        "actor.may_overbook",
        "l’agent a le droit d’inscrire en surnombre",
        "l’agent n’a pas le droit d’inscrire en surnombre",
        "demande",
        Rigidity.NOW,
    ),
    _boolean(
        "actor.may_override",
        "l’agent a le droit de déroger",
        "l’agent n’a pas le droit de déroger",
        "demande",
        Rigidity.NOW,
    ),
    _boolean(
        "actor.is_invited",
        "la personne a reçu une invitation",
        "la personne n’a pas reçu d’invitation",
        "demande",
        Rigidity.PERSON,
    ),
)
_REQUEST_FACTS = (
    Fact(
        code="request.kind",
        type=FactType.CHOICE,
        label="la demande",
        group="demande",
        choices=(
            Choice(RequestKind.BOOK, "une nouvelle inscription"),
            Choice(RequestKind.PROMOTE, "une place donnée à une personne qui attend"),
        ),
        rigidity=Rigidity.NOW,
    ),
    _boolean(
        "request.overbook",
        "une place en plus est demandée",
        "aucune place en plus n’est demandée",
        "demande",
        Rigidity.NOW,
    ),
    _boolean(
        "request.override",
        "une dérogation est demandée",
        "aucune dérogation n’est demandée",
        "demande",
        Rigidity.NOW,
    ),
    _boolean(
        "request.has_reason",
        "un motif est donné par écrit",
        "aucun motif n’est donné par écrit",
        "demande",
        Rigidity.NOW,
    ),
    Fact(
        code="request.party_size",
        type=FactType.INTEGER,
        label="le nombre de personnes de la demande",
        group="demande",
        low=1,
        high=1000,
        rigidity=Rigidity.NOW,
        remedy=Remedy.ANSWER,
    ),
    Fact(
        code="request.made_on",
        type=FactType.DATE,
        label="le jour de la demande",
        group="demande",
        rigidity=Rigidity.TIME,
        remedy=Remedy.WAIT_UNTIL_HIGHER,
    ),
)
_OCCURRENCE_FACTS = (
    Fact(
        code="occurrence.state",
        type=FactType.CHOICE,
        label="la séance",
        group="séance",
        choices=(Choice("open", "ouverte"), Choice("closed", "fermée"), Choice("cancelled", "annulée")),
        rigidity=Rigidity.TIME,
        remedy=Remedy.OTHER_SEANCE,
    ),
    _delay(
        "occurrence.minutes_before_start",
        "le temps qui reste avant le début",
        "minute",
        "minutes",
        MINUTES_IN_TEN_YEARS,
    ),
    _delay(
        "occurrence.days_before_start",
        "le nombre de jours avant la séance",
        "jour",
        "jours",
        3_660,
    ),
    _delay(
        "occurrence.open_days_before_start",
        "le nombre de jours ouvrés avant la séance",
        "jour ouvré",
        "jours ouvrés",
        3_660,
    ),
    _count("occurrence.seats", "le nombre de places", 0),
    _count("occurrence.seats_left", "le nombre de places libres", -MANY),
    _count("occurrence.quota_seats_left", "le nombre de places libres du quota", -MANY),
    _count("occurrence.overbooked", "le nombre de places en surnombre", 0, staff_only=True),
    _count("occurrence.waiting_count", "le nombre de personnes qui attendent", 0),
    _count("occurrence.seats_awaited", "le nombre de places promises à des personnes qui attendent", 0),
)
_PERSON_FACTS = (
    Fact(
        code="person.participation_state",
        type=FactType.CHOICE,
        label="la personne",
        group="personne",
        choices=_PARTICIPATION_STATES,
        rigidity=Rigidity.TIME,
    ),
    Fact(
        code="history.counted_participations",
        type=FactType.INTEGER,
        label="le nombre d’inscriptions comptées dans la limite",
        group="parcours",
        low=0,
        high=MANY,
        rigidity=Rigidity.TIME,
    ),
)

BUILT_IN_FACTS = (*_ACTOR_FACTS, *_REQUEST_FACTS, *_OCCURRENCE_FACTS, *_PERSON_FACTS)
BUILT_IN_VOCABULARY = Vocabulary(BUILT_IN_FACTS)
