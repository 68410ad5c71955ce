"""Closed lists of the directory: sharing levels, zones, activities that a role may hold."""

from __future__ import annotations

from django.db.models import TextChoices


class Sharing(TextChoices):
    """How far people's files are shared (cloisonnement, minutes S9–S11); two axes use it: identity and history."""

    ORGANISATION = "organisation", "Par organisation"
    GROUP = "group", "Par groupe d’organisations"
    TERRITORY = "territory", "Dans tout le territoire"


class SchoolZone(TextChoices):
    A = "A", "Zone A"
    B = "B", "Zone B"
    C = "C", "Zone C"
    CORSICA = "corse", "Corse"
    GUADELOUPE = "guadeloupe", "Guadeloupe"
    GUYANE = "guyane", "Guyane"
    MARTINIQUE = "martinique", "Martinique"
    MAYOTTE = "mayotte", "Mayotte"
    REUNION = "reunion", "La Réunion"
    SAINT_PIERRE = "saint-pierre", "Saint-Pierre-et-Miquelon"
    NEW_CALEDONIA = "nouvelle-caledonie", "Nouvelle-Calédonie"
    POLYNESIA = "polynesie", "Polynésie française"
    WALLIS = "wallis", "Wallis-et-Futuna"


class Zone(TextChoices):
    """The fourteen time zones of the Republic."""

    PARIS = "Europe/Paris", "Paris (métropole)"
    GUADELOUPE = "America/Guadeloupe", "Guadeloupe"
    MARTINIQUE = "America/Martinique", "Martinique"
    SAINT_BARTHELEMY = "America/St_Barthelemy", "Saint-Barthélemy"
    SAINT_MARTIN = "America/Marigot", "Saint-Martin"
    GUYANE = "America/Cayenne", "Guyane"
    SAINT_PIERRE = "America/Miquelon", "Saint-Pierre-et-Miquelon"
    REUNION = "Indian/Reunion", "La Réunion"
    MAYOTTE = "Indian/Mayotte", "Mayotte"
    NEW_CALEDONIA = "Pacific/Noumea", "Nouvelle-Calédonie"
    WALLIS = "Pacific/Wallis", "Wallis-et-Futuna"
    TAHITI = "Pacific/Tahiti", "Polynésie (îles du Vent et Sous-le-Vent)"
    MARQUESAS = "Pacific/Marquesas", "Polynésie (îles Marquises)"
    GAMBIER = "Pacific/Gambier", "Polynésie (îles Gambier)"


class OpeningDays(TextChoices):
    """The days of the week that a territory answers; bank holidays are never among them."""

    WEEKDAYS = "weekdays", "Du lundi au vendredi"
    SATURDAY = "saturday", "Du lundi au samedi"
    EVERY_DAY = "every_day", "Tous les jours"


class BankHolidays(TextChoices):
    """Whose bank holidays: the code of the subdivision in the `holidays` library."""

    MAINLAND = "FR", "France métropolitaine"
    ALSACE_MOSELLE = "6AE", "Alsace-Moselle"
    GUADELOUPE = "971", "Guadeloupe"
    MARTINIQUE = "972", "Martinique"
    GUYANE = "973", "Guyane"
    REUNION = "974", "La Réunion"
    MAYOTTE = "976", "Mayotte"
    SAINT_PIERRE = "PM", "Saint-Pierre-et-Miquelon"
    SAINT_BARTHELEMY = "BL", "Saint-Barthélemy"
    SAINT_MARTIN = "MF", "Saint-Martin"
    NEW_CALEDONIA = "NC", "Nouvelle-Calédonie"
    POLYNESIA = "PF", "Polynésie française"
    WALLIS = "WF", "Wallis-et-Futuna"


class ConflictRule(TextChoices):
    """What happens when a room or a facilitator is already taken."""

    WARN = "warn", "Avertir"
    BLOCK = "block", "Empêcher"


class VenueState(TextChoices):
    OPEN = "open", "Ouvert"
    CLOSED = "closed", "Fermé"
    ONE_OFF = "one_off", "Ponctuel"


class Activity(TextChoices):
    """What a role may allow. A role is a set of these: rights are a list of activities, not three levels (minutes of 14 Dec 2021)."""

    VIEW = "view", "Consulter les séances et les listes"
    VIEW_PEOPLE = "view_people", "Consulter les fiches des usagers"
    EDIT_PEOPLE = "edit_people", "Créer et modifier les fiches des usagers"
    IMPORT_PEOPLE = "import_people", "Importer des usagers"
    ENROL = "enrol", "Inscrire, annuler, gérer la liste d’attente"
    OVERBOOK = "overbook", "Inscrire en surnombre"
    OVERRIDE = "override", "Passer outre une règle, avec une raison"
    ATTENDANCE = "attendance", "Noter les présences"
    MESSAGE = "message", "Écrire aux inscrits"
    PLAN = "plan", "Créer et modifier des actions et des séances"
    CONFIGURE = "configure", "Configurer les motifs, les lieux et les libellés"
    PUBLISH = "publish", "Publier les règles d’inscription"
    EXPORT_STATISTICS = "export_statistics", "Exporter des chiffres sans noms"
    EXPORT_NOMINATIVE = "export_nominative", "Exporter des listes nominatives"
    MANAGE_USERS = "manage_users", "Gérer les agents et leurs droits"
    MANAGE_TERRITORY = "manage_territory", "Modifier les réglages du territoire"
    VIEW_SENSITIVE = "view_sensitive", "Lire et remplir les informations sensibles"
    CONFIGURE_SENSITIVE = "configure_sensitive", "Configurer des informations sensibles ou de santé"
    READ_JOURNAL = "read_journal", "Lire l’historique et les décisions"
