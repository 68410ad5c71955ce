"""Closed lists of messages."""

from django.db.models import TextChoices


class Event(TextChoices):
    """Why a message is owed."""

    BOOKED = "booked", "Inscription confirmée"
    WAITLISTED = "waitlisted", "Inscription sur liste d’attente"
    PENDING = "pending", "Demande à valider"
    REJECTED = "rejected", "Demande refusée"
    PROMOTED = "promoted", "Une place s’est libérée"
    OFFERED = "offered", "Place proposée"
    OFFER_EXPIRING = "offer_expiring", "Proposition qui expire bientôt"
    OFFER_EXPIRED = "offer_expired", "Proposition expirée"
    CANCELLED_BY_USAGER = "cancelled_by_usager", "Annulation par la personne"
    CANCELLED_BY_SERVICE = "cancelled_by_service", "Annulation par le service"
    MOVED = "moved", "Inscription déplacée à une autre séance"
    SEANCE_CHANGED = "seance_changed", "Séance déplacée"
    SEANCE_CANCELLED = "seance_cancelled", "Séance annulée"


class Channel(TextChoices):
    SMS = "sms", "SMS"
    EMAIL = "email", "E-mail"


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


class Beat(TextChoices):
    """Signs of life that are kept, one row each."""

    TICK = "tick", "La tâche d’envoi a commencé un tour"
    NUDGE = "nudge", "Un tour d’envoi est demandé"
    PROBE = "probe", "La page d’état a écrit"
