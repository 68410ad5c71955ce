"""The facts that rules may use beside the evaluator's own: what our data says of the person, her past, the séance and the action.

Each code means one thing for ever: old revisions are replayed with it. The values are gathered by `booking.services.facts`, from stored data only.
Sources: booking rules R1–R50 and the wishes of §3.8 of the study of RDV-Service-Public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.people.enums import Language
from config_rules import BUILT_IN_VOCABULARY, Choice, Fact, FactType, Remedy, Rigidity, Voice

if TYPE_CHECKING:
    from collections.abc import Callable

STAFF = frozenset({Voice.AGENT, Voice.REFERENTE})
MANY = 10_000
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def yes_no(code: str, label: str, denial: str, group: str, **options: Any) -> Fact:
    return Fact(code=code, type=FactType.BOOLEAN, label=label, denial=denial, group=group, **options)


def whole(code: str, label: str, unit: str, group: str, *, low: int = 0, high: int = MANY, **options: Any) -> Fact:
    plural = options.pop("unit_plural", f"{unit}s")
    return Fact(
        code=code,
        type=FactType.INTEGER,
        label=label,
        unit=unit,
        unit_plural=plural,
        group=group,
        low=low,
        high=high,
        **options,
    )


def one_code(code: str, label: str, group: str, **options: Any) -> Fact:
    return Fact(code=code, type=FactType.CODE, label=label, group=group, **options)


def several(code: str, label: str, group: str, **options: Any) -> Fact:
    return Fact(code=code, type=FactType.SET, label=label, group=group, **options)


def choice(code: str, label: str, group: str, choices: tuple[Choice, ...], **options: Any) -> Fact:
    return Fact(code=code, type=FactType.CHOICE, label=label, group=group, choices=choices, **options)


def numbered(names: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(str(number), name) for number, name in enumerate(names, 1))


ACTOR = (
    several(
        "actor.organisations",
        "les organisations de l’agent qui inscrit",
        "demande",
        voices=STAFF,
        rigidity=Rigidity.NOW,
    ),
    yes_no(
        "actor.is_of_host",
        "l’agent travaille pour l’organisation qui accueille",
        "l’agent ne travaille pas pour l’organisation qui accueille",
        "demande",
        voices=STAFF,
        rigidity=Rigidity.NOW,
    ),
)
PERSON = (
    whole(
        "person.age",
        "l’âge le jour de la séance",
        "an",
        "personne",
        high=130,
        nullable=True,
        question="Quelle est la date de naissance ?",
    ),
    one_code(
        "person.commune",
        "la commune de résidence",
        "personne",
        nullable=True,
        question="Dans quelle commune habite la personne ?",
    ),
    several("person.organisations", "les organisations qui suivent la personne", "personne", voices=STAFF),
    yes_no(
        "person.is_followed_by_host",
        "l’organisation suit la personne",
        "l’organisation ne suit pas la personne",
        "personne",
    ),
    yes_no(
        "person.has_responsible",
        "la personne dépend d’un responsable",
        "la personne ne dépend pas d’un responsable",
        "personne",
    ),
    yes_no(
        "person.has_relative_enrolled",
        "quelqu’un de sa famille est déjà inscrit à la séance",
        "personne de sa famille n’est inscrit à la séance",
        "personne",
        rigidity=Rigidity.NOW,
        remedy=Remedy.OTHER_SEANCE,
    ),
    choice(
        "person.language",
        "la langue",
        "personne",
        tuple(Choice(value, label.lower()) for value, label in Language.choices),
    ),
    yes_no(
        "person.reachable_by_sms",
        "la personne peut recevoir un SMS",
        "la personne ne peut pas recevoir de SMS",
        "personne",
        rigidity=Rigidity.NOW,
    ),
    yes_no(
        "person.reachable_by_email",
        "la personne peut recevoir un e-mail",
        "la personne ne peut pas recevoir d’e-mail",
        "personne",
        rigidity=Rigidity.NOW,
    ),
    yes_no(
        "person.reachable",
        "la personne peut recevoir un message",
        "la personne ne peut recevoir aucun message",
        "personne",
        rigidity=Rigidity.NOW,
    ),
)


def counted(code: str, label: str, unit: str = "fois", plural: str = "fois") -> Fact:
    return whole(
        code, label, unit, "parcours", unit_plural=plural, rigidity=Rigidity.TIME, remedy=Remedy.WAIT_UNTIL_LOWER
    )


HISTORY = (
    counted("history.upcoming_same_action", "les inscriptions à venir à cette action", "inscription", "inscriptions"),
    counted("history.upcoming_same_motif", "les inscriptions à venir pour ce motif", "inscription", "inscriptions"),
    counted(
        "history.upcoming_same_category", "les inscriptions à venir dans cette catégorie", "inscription", "inscriptions"
    ),
    counted("history.upcoming", "les inscriptions à venir", "inscription", "inscriptions"),
    counted("history.attended_same_action_365_days", "les venues à cette action depuis un an"),
    counted("history.attended_same_motif_365_days", "les venues pour ce motif depuis un an"),
    counted("history.attended_same_category_365_days", "les venues dans cette catégorie depuis un an"),
    counted("history.noshow_90_days", "les absences non excusées depuis 90 jours"),
    counted("history.noshow_365_days", "les absences non excusées depuis un an"),
    counted("history.noshow_same_motif_365_days", "les absences non excusées pour ce motif depuis un an"),
    counted("history.cancelled_90_days", "les annulations depuis 90 jours"),
    counted("history.cancelled_same_action_365_days", "les annulations pour cette action depuis un an"),
    counted("history.moved_90_days", "les changements de séance depuis 90 jours"),
    counted("history.moved_same_motif_365_days", "les changements de séance pour ce motif depuis un an"),
    several("history.attended_actions", "les actions suivies depuis deux ans", "parcours", rigidity=Rigidity.TIME),
    several("history.attended_motifs", "les motifs suivis depuis deux ans", "parcours", rigidity=Rigidity.TIME),
    several(
        "history.attended_categories", "les catégories suivies depuis deux ans", "parcours", rigidity=Rigidity.TIME
    ),
    several("history.enrolled_actions", "les actions où la personne est inscrite", "parcours", rigidity=Rigidity.TIME),
    whole(
        "history.days_since_last_same_motif",
        "le temps depuis la dernière venue pour ce motif",
        "jour",
        "parcours",
        nullable=True,
        rigidity=Rigidity.TIME,
        remedy=Remedy.WAIT_UNTIL_HIGHER,
    ),
    yes_no(
        "history.same_motif_same_day",
        "la personne a déjà une inscription pour ce motif ce jour-là",
        "la personne n’a pas d’inscription pour ce motif ce jour-là",
        "parcours",
        rigidity=Rigidity.NOW,
        remedy=Remedy.OTHER_SEANCE,
    ),
    yes_no(
        "history.overlaps",
        "la personne a une autre inscription à la même heure",
        "la personne n’a pas d’autre inscription à la même heure",
        "parcours",
        rigidity=Rigidity.NOW,
        remedy=Remedy.OTHER_SEANCE,
    ),
)


def of_seance(maker: Callable[..., Fact], code: str, label: str, **options: Any) -> Fact:
    return maker(code, label, group="séance", rigidity=Rigidity.TIME, remedy=Remedy.OTHER_SEANCE, **options)


OCCURRENCE = (
    of_seance(choice, "occurrence.weekday", "le jour de la semaine", choices=numbered(WEEKDAYS)),
    of_seance(choice, "occurrence.month", "le mois", choices=numbered(MONTHS)),
    of_seance(whole, "occurrence.start_hour", "l’heure de début", unit="heure", high=23),
    of_seance(whole, "occurrence.duration_minutes", "la durée", unit="minute"),
    of_seance(whole, "occurrence.position_in_series", "le rang de la séance dans l’action", unit="rang", low=1),
    of_seance(
        yes_no,
        "occurrence.in_school_holidays",
        "la séance est pendant les vacances scolaires",
        denial="la séance n’est pas pendant les vacances scolaires",
    ),
    of_seance(one_code, "occurrence.venue", "le lieu", nullable=True),
    of_seance(one_code, "occurrence.station", "le poste", nullable=True),
    of_seance(one_code, "occurrence.band", "la tranche", nullable=True),
)
ACTION = (
    one_code("action.code", "l’action", "action", rigidity=Rigidity.TIME, remedy=Remedy.OTHER_SEANCE),
    one_code("action.motif", "le motif", "action", rigidity=Rigidity.TIME, remedy=Remedy.OTHER_SEANCE),
    one_code(
        "action.category",
        "la catégorie du motif",
        "action",
        nullable=True,
        rigidity=Rigidity.TIME,
        remedy=Remedy.OTHER_SEANCE,
    ),
    one_code("action.service", "le service", "action", rigidity=Rigidity.TIME, remedy=Remedy.OTHER_SEANCE),
    one_code("action.type_label", "le libellé de type", "action", rigidity=Rigidity.TIME, remedy=Remedy.OTHER_SEANCE),
    one_code(
        "action.organisation",
        "l’organisation qui accueille",
        "action",
        rigidity=Rigidity.TIME,
        remedy=Remedy.OTHER_SEANCE,
    ),
    yes_no("action.is_recurring", "l’action se répète", "l’action ne se répète pas", "action", rigidity=Rigidity.TIME),
)
DOMAIN = (*ACTOR, *PERSON, *HISTORY, *OCCURRENCE, *ACTION)
VOCABULARY = BUILT_IN_VOCABULARY.extended(DOMAIN)
