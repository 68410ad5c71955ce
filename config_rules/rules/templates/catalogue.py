"""The gabarits.

Responsible for the list: sixteen rules that cover almost everything that the services ask for (sources:
booking rules R1–R50 and the wishes of §3.8 of the study of RDV-Service-Public).  Refuses default messages
that blame.
"""

from __future__ import annotations

from config_rules.decisions import Outcome
from config_rules.rules.rule import Decide, Operator, Prioritise, Replace, UnknownMeans
from config_rules.rules.templates.template import Blank, BlankKind, Pattern, Template
from config_rules.vocabulary import ActorKind, FactType

_PUBLIC = (ActorKind.USAGER, ActorKind.PRESCRIBER)
_REFUSE_PUBLIC = Decide(dict.fromkeys(_PUBLIC, Outcome.REFUSE))
_REFUSE_OR_WARN = Decide({**dict.fromkeys(_PUBLIC, Outcome.REFUSE), ActorKind.AGENT: Outcome.WARN})
_APPROVE_OR_WARN = Decide({**dict.fromkeys(_PUBLIC, Outcome.APPROVAL), ActorKind.AGENT: Outcome.WARN})
_ASK = Decide(dict.fromkeys((ActorKind.USAGER, ActorKind.AGENT, ActorKind.PRESCRIBER), Outcome.ASK))
_SETS = (FactType.SET,)


def _number(name: str, label: str, high: int, unit: str = "", low: int = 1) -> Blank:
    return Blank(name=name, kind=BlankKind.NUMBER, label=label, low=low, high=high, unit=unit)


def _codes(name: str, label: str) -> Blank:
    return Blank(name=name, kind=BlankKind.CODES, label=label)


def _fact(label: str, types: tuple[FactType, ...], default: str = "") -> Blank:
    return Blank(name="fact", kind=BlankKind.FACT, label=label, types=types, default=default)


_TIME = (
    Template(
        code="delai-minimum",
        title="Délai minimum avant la séance",
        sentence="On ne peut plus s’inscrire moins de {hours} heures avant le début.",
        effect=_REFUSE_PUBLIC,
        blanks=(_number("hours", "le délai", 17_520, "heures"),),
        conditions=(Pattern("occurrence.minutes_before_start", Operator.LESS_THAN, "{hours}", 60),),
        public_message="Les inscriptions à cette séance sont terminées.",
    ),
    Template(
        code="delai-maximum",
        title="Délai maximum avant la séance",
        sentence="On ne peut pas s’inscrire plus de {days} jours avant le début.",
        effect=_REFUSE_PUBLIC,
        blanks=(_number("days", "le délai", 730, "jours"),),
        conditions=(Pattern("occurrence.minutes_before_start", Operator.MORE_THAN, "{days}", 1_440),),
        public_message="Les inscriptions à cette séance ne sont pas encore ouvertes.",
    ),
    Template(
        code="repos",
        title="Temps entre deux venues",
        sentence="On ne revient pas avant {days} jours.",
        effect=_REFUSE_OR_WARN,
        blanks=(_number("days", "le temps", 730, "jours"),),
        conditions=(Pattern("history.days_since_last_same_motif", Operator.LESS_THAN, "{days}"),),
        unknown=UnknownMeans.LET_PASS,
        public_message="Votre dernière venue est trop récente.",
    ),
)
_PERSON = (
    Template(
        code="qui-peut-inscrire",
        title="Séances réservées aux agents",
        sentence="Seuls les agents inscrivent.",
        effect=_REFUSE_PUBLIC,
        public_message="Pour cette action, l’inscription passe par un agent.",
    ),
    Template(
        code="tranche-d-age",
        title="Tranche d’âge",
        sentence="L’action s’adresse aux personnes de {ages} ans inclus.",
        effect=_REFUSE_OR_WARN,
        blanks=(Blank(name="ages", kind=BlankKind.RANGE, label="les âges", low=0, high=130, unit="ans"),),
        conditions=(Pattern("person.age", Operator.NOT_BETWEEN, "{ages}"),),
        unknown=UnknownMeans.VERIFY,
        public_message="Cette action ne s’adresse pas à votre tranche d’âge.",
    ),
    Template(
        code="communes",
        title="Communes du secteur",
        sentence="L’action s’adresse aux habitants de {communes}.",
        effect=_REFUSE_OR_WARN,
        blanks=(_codes("communes", "les communes"),),
        conditions=(Pattern("person.commune", Operator.NONE_OF, "{communes}"),),
        unknown=UnknownMeans.ASK,
        public_message="Cette action est réservée aux habitants du secteur.",
    ),
    Template(
        code="organisations-qui-suivent",
        title="Personnes suivies par certaines organisations",
        sentence="L’action s’adresse aux personnes suivies par {organisations}.",
        effect=_REFUSE_OR_WARN,
        blanks=(_codes("organisations", "les organisations"),),
        conditions=(Pattern("person.organisations", Operator.CONTAINS_NONE, "{organisations}"),),
        public_message="Cette action est réservée aux personnes suivies par le service.",
    ),
    Template(
        code="organisations-qui-orientent",
        title="Organisations qui peuvent orienter",
        sentence="Seuls les prescripteurs de {organisations} inscrivent.",
        effect=Decide({ActorKind.PRESCRIBER: Outcome.REFUSE}),
        blanks=(_codes("organisations", "les organisations"),),
        conditions=(Pattern("actor.organisations", Operator.CONTAINS_NONE, "{organisations}"),),
        public_message="Votre organisation n’oriente pas vers cette action.",
    ),
)
_PAST = (
    Template(
        code="participations",
        title="Nombre maximal de participations",
        sentence="Pas plus de {number} fois.",
        effect=_REFUSE_OR_WARN,
        blanks=(
            _fact("ce qui est compté", (FactType.INTEGER,), "history.attended_same_motif_365_days"),
            _number("number", "le nombre", 100),
        ),
        conditions=(Pattern("{fact}", Operator.AT_LEAST, "{number}"),),
        public_message="Vous avez déjà participé le nombre de fois prévu.",
    ),
    Template(
        code="absences",
        title="Absences non excusées",
        sentence="À partir de {number} absences, un agent donne son accord.",
        effect=_APPROVE_OR_WARN,
        blanks=(
            _fact("ce qui est compté", (FactType.INTEGER,), "history.noshow_365_days"),
            _number("number", "le nombre", 100),
        ),
        conditions=(Pattern("{fact}", Operator.AT_LEAST, "{number}"),),
        public_message="Un agent va prendre contact avec vous avant de confirmer.",
    ),
    Template(
        code="action-deja-suivie",
        title="Action à suivre avant",
        sentence="Il faut avoir suivi {actions}.",
        effect=_REFUSE_OR_WARN,
        blanks=(_codes("actions", "les actions"),),
        conditions=(Pattern("history.attended_actions", Operator.CONTAINS_NONE, "{actions}"),),
        public_message="Une autre action est à suivre avant celle-ci.",
    ),
    Template(
        code="meme-jour",
        title="Une seule inscription par jour",
        sentence="Pas deux inscriptions pour le même motif le même jour.",
        effect=_REFUSE_OR_WARN,
        conditions=(Pattern("history.same_motif_same_day", Operator.IS, True),),
        public_message="Vous avez déjà une inscription ce jour-là.",
    ),
)
_REST = (
    Template(
        code="reponse-attendue",
        title="Consigne ou réponse attendue",
        sentence="Réponse attendue : {fact}.",
        effect=_ASK,
        effect_blank="fact",
        blanks=(_fact("la réponse", (FactType.BOOLEAN,), "answers.instructions_accepted"),),
        conditions=(Pattern("{fact}", Operator.IS, False),),
        unknown=UnknownMeans.ASK,
    ),
    Template(
        code="renseignement-requis",
        title="Renseignement requis",
        sentence="Renseignement requis : {fact}.",
        effect=_ASK,
        effect_blank="fact",
        blanks=(_fact("le renseignement", tuple(FactType)),),
        conditions=(Pattern("{fact}", Operator.IS_UNKNOWN),),
    ),
    Template(
        code="public-prioritaire",
        title="Public prioritaire",
        sentence="Les personnes concernées passent devant de {points} points.",
        effect=Prioritise(0),
        effect_blank="points",
        blanks=(_fact("le public", _SETS), _codes("values", "les valeurs"), _number("points", "les points", 1000)),
        conditions=(Pattern("{fact}", Operator.CONTAINS_ANY, "{values}"),),
        unknown=UnknownMeans.LET_PASS,
    ),
    Template(
        code="surreservation",
        title="Places en plus pour un public",
        sentence="Jusqu’à {seats} places en plus pour les personnes concernées.",
        effect=Replace("overbooking.max_seats", 0),
        effect_blank="seats",
        blanks=(_fact("le public", _SETS), _codes("values", "les valeurs"), _number("seats", "les places", 100)),
        conditions=(Pattern("{fact}", Operator.CONTAINS_ANY, "{values}"),),
        unknown=UnknownMeans.LET_PASS,
    ),
)

TEMPLATES = {template.code: template for template in (*_TIME, *_PERSON, *_PAST, *_REST)}
