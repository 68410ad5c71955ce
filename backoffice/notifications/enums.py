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
URGENT = (Event.CANCELLED_BY_SERVICE, Event.SEANCE_CANCELLED, Event.SEANCE_CHANGED, Event.MOVED)


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
    SENT = "sent", "Envoyé"
    UNKNOWN = "unknown", "À vérifier"
    PARKED = "parked", "Bloqué"
    EXPIRED = "expired", "Périmé"
    CANCELLED = "cancelled", "Retenu"


# Still to be delivered; every other state is an end.
WAITING = (MessageState.DUE, MessageState.CLAIMED)


class Trouble(TextChoices):
    """Why a message did not leave, in words that an agent can act upon; never what the provider answered, which quotes the address."""

    NO_ADDRESS = "no_address", "La personne n’a plus de numéro ou d’adresse utilisable"
    REFUSED = "refused", "Le fournisseur refuse ce message"
    UNREACHABLE = "unreachable", "Le fournisseur ne répond pas"
    LOST = "lost", "On ne sait pas si le message est parti"


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
