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


class Frequency(TextChoices):
    """How a séance repeats; the recurrence rules of RFC 5545 that are offered."""

    WEEKLY = "weekly", "Par semaine"
    MONTHLY = "monthly", "Par mois, au même rang que la première (exemple : le 1er jeudi)"
    MONTHLY_LAST = "monthly_last", "Par mois, le dernier (exemple : le dernier jeudi)"
    DATES = "dates", "À des dates au choix"


class Skip(TextChoices):
    """Days on which no séance is planned, when asked."""

    SCHOOL = "school", "Vacances scolaires"
    BANK = "bank", "Jours fériés"
    CLOSURE = "closure", "Fermetures du lieu ou du territoire"
    ABSENCE = "absence", "Absences des animatrices et animateurs"


class OnSkip(TextChoices):
    """What replaces a skipped date."""

    CONTINUE = "continue", "Continuer après, pour garder le nombre"
    NEXT_DAY = "next_day", "Décaler au jour ouvré suivant"
    DROP = "drop", "Ne pas la remplacer"


class DateState(TextChoices):
    """What becomes of one date of a plan, in the words of the preview."""

    KEPT = "kept", "Prévue"
    FORCED = "forced", "Gardée quand même"
    MOVED = "moved", "Déplacée"
    SHIFTED = "shifted", "Décalée"
    SKIPPED = "skipped", "Sautée"
    REMOVED = "removed", "Retirée"


class Scope(TextChoices):
    """How far a change of one séance goes in its series."""

    THIS = "this", "Cette séance"
    FOLLOWING = "following", "Celle-ci et les suivantes"
    ALL = "all", "Toutes les séances à venir"


class News(TextChoices):
    """How somebody who runs séances is told what happens to them."""

    AT_ONCE = "at_once", "Un e-mail à chaque changement"
    DAILY = "daily", "Un e-mail par jour"
    SMS = "sms", "Un SMS à chaque changement"
    BELL = "bell", "La cloche de cette application, sans message"
    NEVER = "never", "Rien"


class EditKind(TextChoices):
    """What an intention did to séances."""

    CHANGE = "change", "Changement"
    CANCEL = "cancel", "Annulation"
