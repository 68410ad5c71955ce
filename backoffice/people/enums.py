"""Closed lists about people."""

from django.db.models import TextChoices


class Language(TextChoices):
    """The language a person reads; messages exist in French first."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "Anglais"
    ARABIC = "ar", "Arabe"
    SPANISH = "es", "Espagnol"
    PORTUGUESE = "pt", "Portugais"
    TURKISH = "tr", "Turc"
    UKRAINIAN = "uk", "Ukrainien"
    DARI = "prs", "Dari"
    SIGN = "fsl", "Langue des signes française"
    OTHER = "other", "Autre"


class FieldSubject(TextChoices):
    """What a custom field describes."""

    PERSON = "person", "La personne"
    PARTICIPATION = "participation", "L’inscription"


class FieldKind(TextChoices):
    """The type of the answers of a custom field."""

    CHOICE = "choice", "Un choix"
    CHOICES = "choices", "Plusieurs choix"
    BOOLEAN = "boolean", "Oui ou non"
    NUMBER = "number", "Nombre entier"
    DATE = "date", "Date"
    TEXT = "text", "Texte court"


LISTED = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})


class RequiredWhen(TextChoices):
    NEVER = "", "Jamais"
    CREATION = "creation", "À la création de la fiche"
    ENROLMENT = "enrolment", "À l’inscription"
