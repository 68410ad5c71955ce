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


class Openness(TextChoices):
    """Whose agents may enrol the people whom they follow (minutes S33). The host's own agents always may."""

    CLOSED = "closed", "Aux agents de l’organisation seulement"
    GROUP = "group", "Aux organisations du même groupe"
    LISTED = "listed", "Aux organisations choisies"
    TERRITORY = "territory", "À toutes les organisations du territoire"


# A motif serves several organisations: naming some of them is the business of each action.
OPENNESS_OF_MOTIF = [(item.value, item.label) for item in Openness if item != Openness.LISTED]


class Moment(TextChoices):
    """When a consigne is shown."""

    LIST = "list", "Dans la liste des actions"
    CHOICE = "choice", "Au choix de la séance"
    CONFIRMATION = "confirmation", "À la confirmation"
    MESSAGE = "message", "Dans le message d’inscription"
    REMINDER = "reminder", "Dans le rappel"
