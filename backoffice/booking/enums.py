"""States of a participation, the table of transitions, channels and outcomes.

Stored values of states are those of RDV-Service-Public where they exist (`unknown`, `seen`, `noshow`, `excused`, `revoked`), so that exports join."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices


class State(TextChoices):
    INVITED = "invited", "Invité"
    BOOKED = "unknown", "Inscrit"
    WAITING = "waiting", "En liste d’attente"
    OFFERED = "offered", "Place proposée"
    PENDING = "pending", "À valider"
    ATTENDED = "seen", "Présent"
    LATE = "late", "Présent, en retard"
    EXCUSED = "excused", "Annulé par la personne"
    REVOKED = "revoked", "Annulé par le service"
    NOSHOW = "noshow", "Absent non excusé"
    DECLINED = "declined", "Place refusée"
    EXPIRED = "expired", "Proposition expirée"
    MOVED = "moved", "Déplacée à une autre séance"


LARGEST_PARTY = 100
HOLDS_A_SEAT = frozenset({State.BOOKED, State.ATTENDED, State.LATE, State.NOSHOW})
LIVE = HOLDS_A_SEAT | {State.INVITED, State.WAITING, State.OFFERED, State.PENDING}
ATTENDANCE = frozenset({State.ATTENDED, State.LATE, State.NOSHOW})
CANCELLED = frozenset({State.EXCUSED, State.REVOKED})
CAME = frozenset({State.ATTENDED, State.LATE})
COMING = frozenset({State.BOOKED, State.WAITING, State.OFFERED, State.PENDING})

TRANSITIONS: dict[State, frozenset[State]] = {
    State.INVITED: frozenset(
        {State.BOOKED, State.PENDING, State.WAITING, State.DECLINED, State.EXPIRED, State.REVOKED, State.MOVED}
    ),
    State.PENDING: frozenset({State.BOOKED, State.WAITING, State.DECLINED, State.MOVED}) | CANCELLED,
    State.WAITING: frozenset({State.BOOKED, State.OFFERED, State.EXPIRED, State.MOVED}) | CANCELLED,
    State.OFFERED: frozenset({State.BOOKED, State.DECLINED, State.EXPIRED, State.MOVED}) | CANCELLED,
    State.BOOKED: ATTENDANCE | CANCELLED | {State.MOVED},
    State.ATTENDED: frozenset({State.BOOKED, State.LATE, State.NOSHOW, State.EXCUSED}),
    State.LATE: frozenset({State.BOOKED, State.ATTENDED, State.NOSHOW, State.EXCUSED}),
    State.NOSHOW: frozenset({State.BOOKED, State.ATTENDED, State.LATE, State.EXCUSED}),
    State.EXCUSED: ATTENDANCE | {State.BOOKED},
    State.REVOKED: frozenset(),
    State.DECLINED: frozenset(),
    State.EXPIRED: frozenset(),
    State.MOVED: frozenset(),
}


class ActorKind(TextChoices):
    """Who acts; rules may treat each differently."""

    AGENT = "agent", "Agent"
    PRESCRIBER = "prescriber", "Agent d’une autre organisation"
    USAGER = "usager", "Usager"
    IMPORT = "import", "Import"


STAFF = frozenset({ActorKind.AGENT, ActorKind.PRESCRIBER})


class Item(TextChoices):
    """What a prescriber may transmit beside the names, item by item."""

    PHONE = "phone", "Téléphone"
    EMAIL = "email", "Adresse e-mail"
    BIRTH_DATE = "birth_date", "Date de naissance"
    COMMUNE = "commune", "Commune"


class DecisionKind(TextChoices):
    BOOK = "book", "Demande d’inscription"
    PROMOTE = "promote", "Passage depuis la liste d’attente"
    MOVE = "move", "Déplacement depuis une autre séance"


class OutcomeLabel(TextChoices):
    """The six outcomes of the evaluator, as stored."""

    ACCEPT = "accept", "Acceptée"
    WARN = "warn", "Acceptée avec avertissement"
    ASK = "ask", "Information demandée"
    APPROVAL = "approval", "À valider"
    WAITLIST = "waitlist", "Liste d’attente"
    REFUSE = "refuse", "Refusée"


class RunState(TextChoices):
    """The life of a replay."""

    ASKED = "asked", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    STOPPED = "stopped", "Arrêté"
    FAILED = "failed", "Interrompu par une erreur"
    INVALID = "invalid", "Brouillon à corriger"
    NOTHING = "nothing", "Rien à rejouer"


UNDER_WAY = frozenset({RunState.ASKED, RunState.RUNNING})


class BatchState(TextChoices):
    """The life of a list of people to enrol."""

    DRAFT = "draft", "À vérifier"
    QUEUED = "queued", "En cours"
    STOPPED = "stopped", "Arrêtée"
    DONE = "done", "Terminée"
    ERASED = "erased", "Effacée"


class LineState(TextChoices):
    """The life of one line: only what is ready is applied."""

    READY = "ready", "Prête"
    CHOICE = "choice", "À préciser"
    UNREADABLE = "unreadable", "À corriger"
    TWICE = "twice", "En double"
    LEFT_OUT = "left_out", "Laissée de côté"
    BOOKED = "booked", "Inscrite"
    WAITING = "waiting", "En attente"
    PENDING = "pending", "À valider"
    REFUSED = "refused", "Refusée"
    ALREADY = "already", "Déjà inscrite"
    FAILED = "failed", "Non traitée"


class Lift(IntegerChoices):
    """Where an agent put somebody in the queue, whatever its order; people of the same level keep the order among themselves."""

    BEFORE = 1, "Avant les autres"
    IN_TURN = 0, "À son rang"
    AFTER = -1, "Après les autres"


class ColumnKind(TextChoices):
    """What a column of a list of people holds."""

    IGNORED = "", "Ne pas lire"
    LAST_NAME = "last_name", "Nom"
    FIRST_NAME = "first_name", "Prénom"
    FULL_NAME = "full_name", "Nom et prénom"
    PHONE = "phone", "Téléphone"
    EMAIL = "email", "Adresse e-mail"
    BIRTH_DATE = "birth_date", "Date de naissance"
    COMMUNE = "commune", "Commune"
    PARTY = "party_size", "Nombre de personnes"


# A line whose answer is known: nothing more is done with it.
SETTLED = frozenset(
    {LineState.BOOKED, LineState.WAITING, LineState.PENDING, LineState.REFUSED, LineState.ALREADY, LineState.FAILED}
)
# A line that somebody must look at before the list starts, or leave out.
IN_THE_WAY = frozenset({LineState.CHOICE, LineState.UNREADABLE})
