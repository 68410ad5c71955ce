"""Closed lists of actions."""

from django.db.models import TextChoices


class OccurrenceState(TextChoices):
    OPEN = "open", "Ouverte aux inscriptions"
    CLOSED = "closed", "Fermée aux inscriptions"
    CANCELLED = "cancelled", "Annulée"


class SeatsOrigin(TextChoices):
    """Where the number of seats comes from, in the words of the screen."""

    MOTIF = "motif", "nombre prévu par le motif"
    ACTION = "action", "nombre choisi pour l’action"
    OCCURRENCE = "occurrence", "nombre choisi pour la séance"
    ROOM = "room", "limité par la salle"
