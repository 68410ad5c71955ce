"""Somme (80), zone B: one file per organisation, so that the CPEF and the MDPH never see each other's people (minutes S6, S23–S28)."""

from __future__ import annotations

from backoffice.demo.values.communes import SOMME as COMMUNES
from backoffice.demo.values.shapes import (
    Account,
    FacilitatorShape,
    LabelShape,
    MotifShape,
    OrganisationShape,
    RoleName,
    ServiceShape,
    TerritoryShape,
    VenueShape,
)
from backoffice.demo.values.somme.actions import ACTIONS

ORGANISATIONS = (
    OrganisationShape("mds", "MDS d’Amiens", "03 53 01 80 10", people=15),
    OrganisationShape("pmi", "PMI d’Abbeville", "03 53 01 80 20", people=3, has_families=True),
    OrganisationShape("cpef", "CPEF d’Amiens", "03 53 01 80 30", people=3, has_young_women_only=True),
    OrganisationShape("mdph", "MDPH de la Somme", "03 53 01 80 40", people=4),
)
SERVICES = (
    ServiceShape("insertion", "Insertion et emploi", "Insertion"),
    ServiceShape("pmi", "Protection maternelle et infantile", "PMI"),
    ServiceShape("cpef", "Centre de planification et d’éducation familiale", "CPEF", is_sensitive=True),
    ServiceShape("mdph", "Maison départementale des personnes handicapées", "MDPH", is_sensitive=True),
)
VENUES = (
    VenueShape(
        "halle", "Halle des congrès d’Amiens", "Place de l’Hôtel-de-Ville, 80000 Amiens", "Amiens", 200, "", True
    ),
    VenueShape("mds-lecture", "MDS d’Amiens, salon de lecture", "12 rue Saint-Leu, 80000 Amiens", "Amiens", 4, "mds"),
    VenueShape("mds-emploi", "MDS d’Amiens, espace emploi", "12 rue Saint-Leu, 80000 Amiens", "Amiens", 40, "mds"),
    VenueShape(
        "pmi-tapis", "PMI d’Abbeville, salle des tapis", "6 rue du Rivage, 80100 Abbeville", "Abbeville", 8, "pmi"
    ),
    VenueShape("cpef-salle", "CPEF d’Amiens, salle calme", "4 rue des Jacobins, 80000 Amiens", "Amiens", 12, "cpef"),
    VenueShape("mdph-accueil", "MDPH, salle d’accueil", "1 boulevard du Port, 80000 Amiens", "Amiens", 10, "mdph"),
)
LABELS = (
    LabelShape("forum", "Forum", "Forum", "Forum"),
    LabelShape("job-dating", "Job dating", "Rencontre avec des employeurs", "Job dating"),
    LabelShape("atelier", "Atelier", "Atelier", "Atelier"),
    LabelShape("discret", "Rendez-vous discret", "Rendez-vous", "Rendez-vous", is_sensitive=True),
)
CATEGORIES = {"emploi": "Emploi", "enfance": "Petite enfance", "sante": "Santé", "autonomie": "Autonomie"}
MOTIFS = (
    MotifShape(
        "forum",
        "Forum des métiers",
        "insertion",
        "forum",
        ("mds",),
        "emploi",
        {
            "default_seats": 6,
            "default_duration_minutes": 20,
            "waitlist_max": 5,
            "instructions": "Apportez plusieurs CV. Arrivez cinq minutes avant votre tranche.",
        },
    ),
    MotifShape(
        "job-dating",
        "Semaine job dating",
        "insertion",
        "job-dating",
        ("mds",),
        "emploi",
        {"default_seats": 4, "default_duration_minutes": 150, "waitlist_max": 3},
    ),
    MotifShape(
        "lecture",
        "Atelier lecture",
        "insertion",
        "atelier",
        ("mds", "pmi"),
        "enfance",
        {"default_seats": 3, "default_duration_minutes": 60, "waitlist_max": 3},
    ),
    MotifShape(
        "massage",
        "Massage bébé",
        "pmi",
        "atelier",
        ("pmi",),
        "enfance",
        {"default_seats": 6, "default_duration_minutes": 60, "instructions": "Apportez une serviette."},
    ),
    MotifShape(
        "contraception",
        "Information contraception",
        "cpef",
        "discret",
        ("cpef",),
        "sante",
        {"default_seats": 8, "default_duration_minutes": 90, "public_name": "Temps d’information"},
    ),
    MotifShape(
        "dossier",
        "Préparer son dossier MDPH",
        "mdph",
        "discret",
        ("mdph",),
        "autonomie",
        {"default_seats": 8, "overbooking_max": 2, "public_name": "Aide au dossier"},
    ),
)
FACILITATORS = (
    FacilitatorShape("mission-locale", "Mission locale du Grand Amiénois"),
    FacilitatorShape("mediatheque", "Bibliothécaire de la médiathèque"),
    FacilitatorShape("puericultrice", "Sophie Carpentier, puéricultrice", "pmi", "sophie@example.org"),
    FacilitatorShape("conseillere", "Conseillère conjugale du CPEF", "cpef"),
    FacilitatorShape("instructrice", "Fatou Diarra, instructrice", "mdph", "fatou@example.org"),
)
ACCOUNTS = (
    Account("helene@example.org", "Hélène", "Delahaye", RoleName.REFERENTE),
    Account("thomas@example.org", "Thomas", "Poiret", RoleName.AGENT, "mds"),
    Account("sophie@example.org", "Sophie", "Carpentier", RoleName.AGENT, "pmi"),
    Account("julie@example.org", "Julie", "Warin", RoleName.AGENT, "cpef"),
    Account("fatou@example.org", "Fatou", "Diarra", RoleName.AGENT, "mdph"),
    Account("martine@example.org", "Martine", "Obry", RoleName.MANAGER, "mdph"),
    Account("pierre@example.org", "Pierre", "Lenoir", RoleName.STUDIES),
)
TERRITORY = TerritoryShape(
    code="80",
    name="Somme",
    school_zone="B",
    identity_sharing="organisation",
    history_sharing="organisation",
    phone="03 53 01 80 00",
    people=10,
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
)
