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
