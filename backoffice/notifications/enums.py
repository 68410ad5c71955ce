"""Closed lists of messages."""

from django.db.models import TextChoices


class Event(TextChoices):
    """Why a message is owed."""

    BOOKED = "booked", "Inscription confirmée"
    WAITLISTED = "waitlisted", "Inscription sur liste d’attente"
    PENDING = "pending", "Demande à valider"
    REJECTED = "rejected", "Demande refusée"
    PROMOTED = "promoted", "Une place s’est libérée"
    CANCELLED_BY_USAGER = "cancelled_by_usager", "Annulation par la personne"
    CANCELLED_BY_SERVICE = "cancelled_by_service", "Annulation par le service"


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
