"""Seine-et-Marne (77), zone C: files and journeys shared over the whole territory, three MDS grouped (minutes S7, S32, S33)."""

from __future__ import annotations

from datetime import time

from backoffice.demo.values.communes import SEINE_ET_MARNE as COMMUNES
from backoffice.demo.values.shapes import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    Account,
    ActionShape,
    Audience,
    Before,
    Demand,
    FacilitatorShape,
    LabelShape,
    MotifShape,
    Once,
    OrganisationShape,
    RoleName,
    ServiceShape,
    TerritoryShape,
    VenueShape,
    Weekly,
)

THE_THREE_MDS = ("melun", "fontainebleau", "montereau")
ORGANISATIONS = (
    OrganisationShape("melun", "MDS de Melun", "01 99 00 77 10", people=8, group="sud"),
    OrganisationShape("fontainebleau", "MDS de Fontainebleau", "01 99 00 77 20", people=5, group="sud"),
    OrganisationShape("montereau", "MDS de Montereau", "01 99 00 77 30", people=5, group="sud"),
    OrganisationShape("mdph", "MDPH de Seine-et-Marne", "01 99 00 77 40", people=4),
)
SERVICES = (
    ServiceShape("insertion", "Service insertion", "Insertion"),
    ServiceShape("ase", "Aide sociale à l’enfance", "ASE", is_sensitive=True),
    ServiceShape("mdph", "Maison départementale des personnes handicapées", "MDPH", is_sensitive=True),
)
VENUES = (
    VenueShape(
        "melun-poly", "MDS de Melun, salle polyvalente", "5 avenue Georges-Pompidou, 77000 Melun", "Melun", 60, "melun"
    ),
    VenueShape("melun-3", "MDS de Melun, salle 3", "5 avenue Georges-Pompidou, 77000 Melun", "Melun", 18, "melun"),
    VenueShape(
        "fontainebleau-num",
        "MDS de Fontainebleau, salle informatique",
        "33 route de la Forêt, 77300 Fontainebleau",
        "Fontainebleau",
        8,
        "fontainebleau",
    ),
    VenueShape(
        "montereau-poly",
        "MDS de Montereau, grande salle",
        "1 rue André-Thomas, 77130 Montereau-Fault-Yonne",
        "Montereau-Fault-Yonne",
        30,
        "montereau",
    ),
    VenueShape(
        "mdph-reunion",
        "MDPH, salle de réunion",
        "16 rue de l’Aluminium, 77176 Savigny-le-Temple",
        "Savigny-le-Temple",
        14,
        "mdph",
    ),
)
LABELS = (
    LabelShape("reunion", "Réunion d’information", "Réunion d’information", "Réunion info"),
    LabelShape("atelier", "Atelier", "Atelier", "Atelier"),
    LabelShape("groupe", "Groupe de parole MDPH", "Groupe d’échange", "Groupe d'échange", is_sensitive=True),
)
CATEGORIES = {"insertion": "Insertion", "metiers": "Métiers de l’accueil", "autonomie": "Autonomie"}
MOTIFS = (
    MotifShape(
        "rsa",
        "Réunion d’information RSA",
        "insertion",
        "reunion",
        THE_THREE_MDS,
        "insertion",
        {
            "default_seats": 60,
            "default_duration_minutes": 150,
            "waitlist_max": 20,
            "overbooking_max": 3,
            "instructions": "Apportez votre notification de RSA et une pièce d’identité. Prévoyez 2 h 30.",
        },
        Before("Apportez votre notification de RSA.", weeks_ago=6, reason="Des personnes partaient avant la fin."),
    ),
    MotifShape(
        "familiale",
        "Devenir assistante familiale",
        "ase",
        "reunion",
        THE_THREE_MDS,
        "metiers",
        {"default_seats": 20, "waitlist_max": 10, "instructions": "Réunion ouverte aux couples."},
    ),
    MotifShape(
        "cv",
        "Atelier CV et numérique",
        "insertion",
        "atelier",
        THE_THREE_MDS,
        "insertion",
        {"default_seats": 10, "default_duration_minutes": 180, "overbooking_max": 1},
    ),
    MotifShape(
        "aidants",
        "Groupe de parole des aidants",
        "mdph",
        "groupe",
        ("mdph",),
        "autonomie",
        {"default_seats": 12, "waitlist_mode": "manual", "public_name": "Groupe d’échange"},
    ),
)
FACILITATORS = (
    FacilitatorShape("insertion", "Mehdi Ouali, conseiller en insertion", "melun", "mehdi@example.org"),
    FacilitatorShape("france-travail", "France Travail Melun"),
    FacilitatorShape("assistante", "Assistante familiale en exercice"),
    FacilitatorShape("psychologue", "Psychologue de la MDPH", "mdph"),
)
ACCOUNTS = (
    Account("sandrine@example.org", "Sandrine", "Aubry", RoleName.REFERENTE),
    Account("mehdi@example.org", "Mehdi", "Ouali", RoleName.AGENT, "melun"),
    Account("patricia@example.org", "Patricia", "Lemoine", RoleName.MANAGER, "melun"),
    Account("celine@example.org", "Céline", "Hardy", RoleName.AGENT, "fontainebleau"),
    Account("ibrahim@example.org", "Ibrahim", "Kanté", RoleName.AGENT, "montereau"),
    Account("karine@example.org", "Karine", "Duval", RoleName.AGENT, "mdph"),
    Account("luc@example.org", "Luc", "Tessandier", RoleName.STUDIES),
)
ACTIONS = (
    ActionShape(
        "77-rsa",
        "rsa",
        "melun",
        "Réunion d’information RSA",
        "melun-poly",
        Audience.ADULTS,
        Demand(past=(20, 32), coming=(62, 66), days_before=(40, 8), absences=0.15, by_usager=0.1),
        facilitators=("insertion", "france-travail"),
        weekly=Weekly(TUESDAY, time(9, 30), every_weeks=4),
    ),
    ActionShape(
        "77-familiale",
        "familiale",
        "montereau",
        "Devenir assistante familiale",
        "montereau-poly",
        Audience.ADULTS,
        Demand(past=(7, 14), coming=(8, 15), days_before=(45, 5), absences=0.09, by_usager=0.5),
        seats=15,
        facilitators=("assistante",),
        weekly=Weekly(THURSDAY, time(14), every_weeks=4, phase=1),
    ),
    ActionShape(
        "77-cv",
        "cv",
        "fontainebleau",
        "Atelier CV et numérique",
        "fontainebleau-num",
        Audience.ADULTS,
        Demand(past=(3, 7), coming=(5, 9), days_before=(21, 1), absences=0.13, by_usager=0.2),
        weekly=Weekly(MONDAY, time(9)),
    ),
    ActionShape(
        "77-aidants",
        "aidants",
        "mdph",
        "Groupe de parole des aidants",
        "mdph-reunion",
        Audience.ADULTS,
        Demand(past=(6, 12), coming=(10, 14), days_before=(40, 4), absences=0.08),
        facilitators=("psychologue",),
        weekly=Weekly(FRIDAY, time(14), every_weeks=4, phase=2),
    ),
    ActionShape(
        "77-portes-ouvertes",
        "familiale",
        "melun",
        "Portes ouvertes : accueillir un enfant",
        "melun-3",
        Audience.ADULTS,
        Demand(past=(12, 16), coming=(12, 16), days_before=(50, 10), by_usager=0.6),
        facilitators=("assistante",),
        once=Once(in_weeks=3, weekday=THURSDAY, start=time(10)),
    ),
    ActionShape(
        "77-entretien",
        "cv",
        "melun",
        "Réussir son entretien",
        "melun-3",
        Audience.ADULTS,
        Demand(past=(10, 12), coming=(10, 12), days_before=(25, 2), by_usager=0.2),
        facilitators=("insertion",),
        once=Once(in_weeks=0, weekday=None, start=time(13, 30)),
    ),
)
TERRITORY = TerritoryShape(
    code="77",
    name="Seine-et-Marne",
    school_zone="C",
    identity_sharing="territory",
    history_sharing="territory",
    phone="01 99 00 77 00",
    people=11,
    communes=COMMUNES,
    organisations=ORGANISATIONS,
    services=SERVICES,
    venues=VENUES,
    labels=LABELS,
    categories=CATEGORIES,
    motifs=MOTIFS,
    facilitators=FACILITATORS,
    accounts=ACCOUNTS,
    actions=ACTIONS,
    groups={"sud": "MDS du sud de la Seine-et-Marne"},
    instructions_word="Prérequis",
)
