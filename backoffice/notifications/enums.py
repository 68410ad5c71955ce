"""Closed lists of messages."""

from django.db.models import TextChoices


class Event(TextChoices):
    """Why a message is owed."""

    BOOKED = "booked", "Inscription confirmée"
    WAITLISTED = "waitlisted", "Inscription sur liste d’attente"
    PENDING = "pending", "Demande à valider"
    APPROVED = "approved", "Demande acceptée"
    REJECTED = "rejected", "Demande refusée"
    PROMOTED = "promoted", "Une place s’est libérée"
    OFFERED = "offered", "Place proposée"
    OFFER_EXPIRING = "offer_expiring", "Proposition qui expire bientôt"
    OFFER_EXPIRED = "offer_expired", "Proposition expirée"
    CANCELLED_BY_USAGER = "cancelled_by_usager", "Annulation par la personne"
    CANCELLED_BY_SERVICE = "cancelled_by_service", "Annulation par le service"
    MOVED = "moved", "Inscription déplacée à une autre séance"
    SEANCE_CHANGED = "seance_changed", "Séance modifiée"
    SEANCE_CANCELLED = "seance_cancelled", "Séance annulée"
    SEANCE_RESTORED = "seance_restored", "Séance rétablie"
    REMINDER = "reminder", "Rappel avant la séance"
    INSTRUCTIONS_CHANGED = "instructions_changed", "Consignes modifiées"
    ATTENDED = "attended", "Après la séance, personne présente"
    MISSED = "missed", "Après la séance, personne absente"
    WRITTEN = "written", "Message d’un agent"


# What a territory may word by itself: an agent's message is worded each time.
STANDING = tuple(event for event in Event if event != Event.WRITTEN)


class StaffEvent(TextChoices):
    """Why a message is owed to one of ours. Its words are not set by anybody: they name nobody."""

    SEANCE_NEWS = "seance_news", "Nouvelles de la séance, pour l’équipe"


# These speak of a séance that took place; all the others are useless once it has begun.
AFTERWARDS = (Event.ATTENDED, Event.MISSED)
# For these, the night may be disturbed when the séance starts before the end of the quiet hours.
URGENT = (Event.CANCELLED_BY_SERVICE, Event.SEANCE_CANCELLED, Event.SEANCE_RESTORED, Event.SEANCE_CHANGED, Event.MOVED)


class Change(TextChoices):
    """What of a séance may change after people enrolled."""

    TIME = "time", "Date ou heure"
    VENUE = "venue", "Lieu"
    DURATION = "duration", "Durée"
    TITLE = "title", "Titre"
    FACILITATORS = "facilitators", "Animatrices et animateurs"


class Channel(TextChoices):
    SMS = "sms", "SMS"
    EMAIL = "email", "E-mail"


class Sending(TextChoices):
    """Whether an event is told on a channel."""

    ALWAYS = "always", "Toujours"
    FALLBACK = "fallback", "Si l’autre canal ne peut pas servir"
    NEVER = "never", "Jamais"


class Origin(TextChoices):
    """Where a text or a setting comes from, the most specific first."""

    ACTION = "action", "propre à cette action"
    MOTIF = "motif", "vient du motif"
    TERRITORY = "territory", "vient du territoire"
    BUILT_IN = "built_in", "texte d’origine"


class MessageState(TextChoices):
    DUE = "due", "À envoyer"
    CLAIMED = "claimed", "En cours d’envoi"
    HELD = "held", "Plafond atteint"
    SENT = "sent", "Envoyé"
    DELIVERED = "delivered", "Reçu"
    UNDELIVERED = "undelivered", "Non remis"
    UNKNOWN = "unknown", "À vérifier"
    PARKED = "parked", "Bloqué"
    EXPIRED = "expired", "Périmé"
    CANCELLED = "cancelled", "Retenu"


# The worker still has something to do with them; `not_before` says when. A held message waits for somebody, or for the moment when it is useless.
WAITING = (MessageState.DUE, MessageState.CLAIMED, MessageState.HELD)
# The provider has it.
TAKEN = (MessageState.SENT, MessageState.DELIVERED, MessageState.UNDELIVERED)
# Somebody must look: nobody knows, or it did not arrive, or a ceiling holds it.
TO_LOOK_AT = (MessageState.UNKNOWN, MessageState.PARKED, MessageState.UNDELIVERED, MessageState.HELD)


class Trouble(TextChoices):
    """Why a message did not leave or arrive, in words that an agent can act upon; never what the provider answered, which quotes the address."""

    NO_ADDRESS = "no_address", "La personne n’a plus de numéro ou d’adresse utilisable"
    REFUSED = "refused", "Le fournisseur refuse ce message"
    UNREACHABLE = "unreachable", "Le fournisseur ne répond pas"
    ACCOUNT = "account", "Le fournisseur refuse le compte : crédit épuisé ou clé à changer"
    LOST = "lost", "On ne sait pas si le message est parti"
    PERSON_CEILING = "person_ceiling", "La personne a déjà reçu le nombre de messages prévu pour un jour"
    TERRITORY_CEILING = "territory_ceiling", "Le territoire a déjà envoyé le nombre de SMS prévu pour un jour"
    WRONG_NUMBER = "wrong_number", "Le numéro n’existe pas ou ne reçoit pas de SMS"
    NOT_REACHED = "not_reached", "Le téléphone n’a pas pu être joint"
    WRONG_MAILBOX = "wrong_mailbox", "L’adresse e-mail n’existe pas"
    MAILBOX_REFUSES = "mailbox_refuses", "La boîte de réception n’a pas accepté cet e-mail"
    OVERTAKEN = "overtaken", "L’inscription ou la séance a changé avant l’envoi"
    OPPOSED = "opposed", "La personne a demandé à ne plus recevoir de SMS"


class StepSource(TextChoices):
    """Who says it."""

    WORKER = "worker", "Le service d’envoi"
    RECEIPT = "receipt", "L’opérateur"
    PERSON = "person", "Une personne"


class Handled(TextChoices):
    """What an agent did about a message that did not arrive."""

    CALLED = "called", "Personne appelée"
    RESENT = "resent", "Message renvoyé"
    IGNORED = "ignored", "Laissé sans suite"


class Beat(TextChoices):
    """Signs of life that are kept, one row each."""

    TICK = "tick", "La tâche d’envoi a commencé un tour"
    NUDGE = "nudge", "Un tour d’envoi est demandé"
    PROBE = "probe", "La page d’état a écrit"
    SWEEP = "sweep", "Les rappels du matin sont écrits"
    NEWS = "news", "Les équipes sont informées"
