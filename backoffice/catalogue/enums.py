"""Closed lists of the catalogue."""

from django.db.models import TextChoices


class MotifKind(TextChoices):
    COLLECTIVE = "collective", "Collectif"
    INDIVIDUAL = "individual", "Individuel"


class VenueKind(TextChoices):
    """Where people meet; stored values are those of RDV-Service-Public so that exports join."""

    ON_SITE = "public_office", "Sur place"
    PHONE = "phone", "Par téléphone"
    HOME = "home", "À domicile"
    VIDEO = "visio", "Par visioconférence"


class WaitlistMode(TextChoices):
    NONE = "none", "Pas de liste d’attente"
    MANUAL = "manual", "Un agent donne les places libérées"
    AUTOMATIC = "automatic", "La place libérée va à la première personne"
