"""Who may enrol, when, and what is shown.

Responsible for access, the booking window and display.  Refuses delays after the start.
"""

from __future__ import annotations

from config_rules.vocabulary.catalogue.constructors import FIRST, HIGHER, LOWER, choice, date, delay

ACCESS = (
    choice(
        "access.who",
        "les personnes qui peuvent inscrire",
        (
            ("agents", "les agents seulement"),
            ("prescribers", "les agents et les prescripteurs"),
            ("invited", "les agents, les prescripteurs et les usagers invités"),
            ("everyone", "tout le monde"),
        ),
        "everyone",
        "tout le monde peut s’inscrire, par les voies que l’action ouvre.",
        FIRST,
    ),
    choice(
        "prescriber.sees",
        "ce que voit ensuite le prescripteur",
        (("nothing", "rien"), ("state", "l’état de l’inscription"), ("attendance", "l’état et la présence")),
        "state",
        "le prescripteur voit si la personne est inscrite, pas si elle est venue.",
    ),
    choice(
        "display.seats",
        "l’affichage des places",
        (("exact", "le nombre exact"), ("few_left", "« dernières places » seulement"), ("none", "rien")),
        "exact",
        "le nombre de places libres est affiché.",
    ),
)

WINDOW = (
    delay(
        "window.opens",
        "l’ouverture des inscriptions avant la séance",
        "les inscriptions ouvrent dès que la séance est publiée.",
        "dès la publication",
        LOWER,
    ),
    delay(
        "window.closes",
        "la fermeture des inscriptions avant la séance",
        "les inscriptions ferment au début de la séance.",
        "au début de la séance",
        HIGHER,
    ),
    date(
        "window.opens_on",
        "le jour d’ouverture des inscriptions",
        "aucune date d’ouverture fixe.",
        "aucune date fixe",
        HIGHER,
    ),
    date(
        "window.closes_on",
        "le dernier jour des inscriptions",
        "aucune date de fermeture fixe.",
        "aucune date fixe",
        LOWER,
    ),
)
