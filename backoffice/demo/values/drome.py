"""Drôme (26), zone A: files found inside a group of organisations, journeys read by the organisation alone (minutes S14–S22)."""

from __future__ import annotations

from datetime import time

from backoffice.demo.values.communes import DROME as COMMUNES
from backoffice.demo.values.fields import FIELDS
from backoffice.demo.values.shapes import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
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

ORGANISATIONS = (
    OrganisationShape("crest", "CMS de Crest", "04 65 71 26 10", people=8, group="vallee"),
    OrganisationShape("die", "CMS de Die", "04 65 71 26 20", people=5, group="vallee"),
    OrganisationShape("pmi", "PMI de Crest et Die", "04 65 71 26 30", people=4, group="vallee", has_families=True),
    OrganisationShape("cpef", "CPEF de Valence", "04 65 71 26 40", people=3, has_young_women_only=True),
)
SERVICES = (
    ServiceShape("pmi", "Protection maternelle et infantile", "PMI"),
    ServiceShape("social", "Service social départemental", "Service social"),
    ServiceShape("cpef", "Centre de planification et d’éducation familiale", "CPEF", is_sensitive=True),
)
VENUES = (
    VenueShape(
        "crest-familles", "CMS de Crest, salle des familles", "2 place de la Liberté, 26400 Crest", "Crest", 12, "crest"
    ),
    VenueShape("crest-2", "CMS de Crest, salle 2", "2 place de la Liberté, 26400 Crest", "Crest", 20, "crest"),
    VenueShape("die-numerique", "CMS de Die, salle informatique", "8 rue de l’Hôpital, 26150 Die", "Die", 6, "die"),
    VenueShape("die-jeux", "Maison de l’enfance de Die", "3 avenue de la Gare, 26150 Die", "Die", 16, "pmi"),
    VenueShape(
        "cpef-valence",
        "CPEF de Valence, salle de réunion",
        "12 rue du Jeu-de-Paume, 26000 Valence",
        "Valence",
        14,
        "cpef",
    ),
    VenueShape(
        "crest-espace", "Salle des fêtes de Crest", "Quai des Marronniers, 26400 Crest", "Crest", 120, is_one_off=True
    ),
)
LABELS = (
    LabelShape("atelier", "Atelier PMI", "Atelier", "Atelier"),
    LabelShape("reunion", "Réunion d’information", "Réunion d’information", "Réunion info"),
    LabelShape("entretien", "Temps d’échange CPEF", "Temps d’échange", "Temps d'échange", is_sensitive=True),
)
CATEGORIES = {"enfance": "Petite enfance", "droits": "Accès aux droits", "sante": "Santé"}
MOTIFS = (
    MotifShape(
        "naissance",
        "Préparation à la naissance",
        "pmi",
        "atelier",
        ("crest", "die", "pmi"),
        "enfance",
        {
            "default_seats": 3,
            "waitlist_max": 6,
            "overbooking_max": 1,
            "instructions": "Venez avec votre carnet de maternité et une tenue souple. L’autre parent est le bienvenu.",
        },
        Before("Venez avec votre carnet de maternité.", weeks_ago=10, reason="Demande des sages-femmes de Crest."),
    ),
    MotifShape(
        "eveil",
        "Éveil et motricité",
        "pmi",
        "atelier",
        ("crest", "die", "pmi"),
        "enfance",
        {
            "default_seats": 8,
            "default_duration_minutes": 90,
            "waitlist_max": 4,
            "instructions": "L’enfant vient avec un adulte.",
        },
    ),
    MotifShape(
        "demarches",
        "Mes démarches en ligne",
        "social",
        "atelier",
        ("crest", "die"),
        "droits",
        {"default_seats": 10, "overbooking_max": 2, "instructions": "Apportez vos identifiants et votre téléphone."},
    ),
    MotifShape(
        "contraception",
        "Contraception : s’informer ensemble",
        "cpef",
        "entretien",
        ("cpef",),
        "sante",
        {
            "default_seats": 10,
            "public_name": "Temps d’échange",
            "waitlist_mode": "manual",
            "default_duration_minutes": 90,
        },
    ),
    MotifShape(
        "parents",
        "Rencontre des parents",
        "pmi",
        "reunion",
        ("crest", "die", "pmi"),
        "enfance",
        {"default_seats": 40, "waitlist_mode": "none", "default_duration_minutes": 180},
    ),
)
FACILITATORS = (
    FacilitatorShape("sage-femme", "Odile Perrin, sage-femme", "crest", "odile@example.org"),
    FacilitatorShape("puericultrice", "Samia Haddad, puéricultrice", "pmi", "samia@example.org"),
    FacilitatorShape("mediateur", "Médiateur numérique de la Vallée de la Drôme"),
    FacilitatorShape("conseillere", "Conseillère conjugale du CPEF", "cpef"),
)
ACCOUNTS = (
    Account("claire@example.org", "Claire", "Fontaine", RoleName.REFERENTE),
    Account("nadia@example.org", "Nadia", "Belkacem", RoleName.AGENT, "crest"),
    Account("odile@example.org", "Odile", "Perrin", RoleName.MANAGER, "crest"),
    Account("bruno@example.org", "Bruno", "Chastel", RoleName.AGENT, "die"),
    Account("samia@example.org", "Samia", "Haddad", RoleName.AGENT, "pmi"),
    Account("elodie@example.org", "Élodie", "Roussin", RoleName.AGENT, "cpef"),
    Account("yann@example.org", "Yann", "Le Goff", RoleName.STUDIES),
)
ACTIONS = (
    ActionShape(
        "26-naissance",
        "naissance",
        "crest",
        "Préparation à la naissance",
        "crest-familles",
        Audience.WOMEN,
        Demand(past=(3, 5), coming=(7, 7), days_before=(35, 15), absences=0.1, steady=True),
        facilitators=("sage-femme",),
        weekly=Weekly(THURSDAY, time(14)),
    ),
    ActionShape(
        "26-eveil",
        "eveil",
        "pmi",
        "Éveil et motricité à Die",
        "die-jeux",
        Audience.CHILDREN,
        Demand(past=(4, 9), coming=(4, 9), absences=0.14),
        public_title="Bébés en mouvement",
        facilitators=("puericultrice",),
        weekly=Weekly(
            WEDNESDAY, time(9, 30), every_weeks=2, wider=10, wider_reason="Deux professionnelles ce jour-là."
        ),
    ),
    ActionShape(
        "26-demarches",
        "demarches",
        "die",
        "Mes démarches en ligne à Die",
        "die-numerique",
        Audience.ADULTS,
        Demand(past=(2, 6), coming=(4, 8), absences=0.12, by_usager=0.3),
        facilitators=("mediateur",),
        weekly=Weekly(TUESDAY, time(10)),
    ),
    ActionShape(
        "26-contraception",
        "contraception",
        "cpef",
        "Contraception : s’informer ensemble",
        "cpef-valence",
        Audience.WOMEN,
        Demand(past=(4, 9), coming=(4, 9), absences=0.15),
        facilitators=("conseillere",),
        weekly=Weekly(MONDAY, time(16), every_weeks=4),
    ),
    ActionShape(
        "26-parents",
        "parents",
        "crest",
        "Rencontre des parents de Crest",
        "crest-espace",
        Audience.ADULTS,
        Demand(past=(18, 26), coming=(18, 26), days_before=(50, 6), by_usager=0.5),
        facilitators=("puericultrice", "sage-femme"),
        once=Once(in_weeks=2, weekday=WEDNESDAY, start=time(14)),
    ),
    ActionShape(
        "26-jeux",
        "eveil",
        "crest",
        "Après-midi jeux à Crest",
        "crest-2",
        Audience.CHILDREN,
        Demand(past=(9, 11), coming=(9, 11), days_before=(25, 2)),
        facilitators=("puericultrice",),
        once=Once(in_weeks=0, weekday=None, start=time(14, 30)),
    ),
)
TERRITORY = TerritoryShape(
    code="26",
    name="Drôme",
    school_zone="A",
    identity_sharing="group",
    history_sharing="organisation",
    phone="04 65 71 26 00",
    people=9,
    communes=COMMUNES,
    organisations=ORGANISATIONS,
    services=SERVICES,
    venues=VENUES,
    labels=LABELS,
    categories=CATEGORIES,
    motifs=MOTIFS,
    facilitators=FACILITATORS,
    accounts=ACCOUNTS,
    fields=FIELDS,
    actions=ACTIONS,
    groups={"vallee": "Vallée de la Drôme et Diois"},
)
