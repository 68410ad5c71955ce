"""What happens in the Somme: a forum in bands, a week of job dating in stations, small weekly groups."""

from __future__ import annotations

from datetime import time

from backoffice.demo.values.shapes import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ActionShape,
    Audience,
    Demand,
    Once,
    Slots,
    Weekly,
)

PARTNERS = ("Bâtiment", "Logistique", "Aide à domicile", "Restauration", "Industrie", "Espaces verts")
STATIONS = tuple((time(9, 30), time(12), "", partner, 4) for partner in PARTNERS)
TWENTY_MINUTES = [(9 * 60 + 20 * rank, 9 * 60 + 20 * (rank + 1)) for rank in range(10)]


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def told(minutes: int) -> str:
    """« 9 h », « 9 h 20 »."""
    return f"{minutes // 60} h {minutes % 60:02d}".removesuffix(" 00")


BANDS = tuple((clock(first), clock(last), f"{told(first)} – {told(last)}", "", 6) for first, last in TWENTY_MINUTES)
TODAY = (
    ActionShape(
        "80-conte",
        "lecture",
        "mds",
        "Préparer une lecture à deux",
        "mds-emploi",
        Audience.ADULTS,
        Demand(past=(6, 7), coming=(6, 7), days_before=(20, 2)),
        seats=6,
        facilitators=("mediatheque",),
        once=Once(in_weeks=0, weekday=None, start=time(15)),
    ),
    ActionShape(
        "80-recours",
        "dossier",
        "mdph",
        "Comprendre une décision de la MDPH",
        "mdph-accueil",
        Audience.ADULTS,
        Demand(past=(6, 8), coming=(6, 8), days_before=(20, 2)),
        facilitators=("instructrice",),
        once=Once(in_weeks=0, weekday=None, start=time(14)),
    ),
)
ACTIONS = (
    *TODAY,
    ActionShape(
        "80-forum",
        "forum",
        "mds",
        "Forum des métiers",
        "halle",
        Audience.ADULTS,
        Demand(past=(5, 6), coming=(5, 7), days_before=(50, 16), absences=0.14, by_usager=0.4),
        facilitators=("mission-locale",),
        days=(
            Slots("Forum de printemps", in_weeks=-27, weekday=THURSDAY, slots=BANDS),
            Slots("Forum d’hiver", in_weeks=3, weekday=THURSDAY, slots=BANDS),
        ),
    ),
    ActionShape(
        "80-job-dating",
        "job-dating",
        "mds",
        "Semaine job dating",
        "mds-emploi",
        Audience.ADULTS,
        Demand(past=(2, 4), coming=(2, 5), days_before=(40, 6), absences=0.12),
        facilitators=("mission-locale",),
        days=tuple(
            Slots(f"Job dating, {name}", in_weeks=2, weekday=weekday, slots=STATIONS)
            for weekday, name in enumerate(("lundi", "mardi", "mercredi", "jeudi", "vendredi"))
        ),
    ),
    ActionShape(
        "80-lecture",
        "lecture",
        "mds",
        "Atelier lecture",
        "mds-lecture",
        Audience.ADULTS,
        Demand(past=(2, 3), coming=(2, 4), days_before=(21, 2), absences=0.1),
        public_title="Lire à voix haute",
        facilitators=("mediatheque",),
        weekly=Weekly(WEDNESDAY, time(10)),
    ),
    ActionShape(
        "80-massage",
        "massage",
        "pmi",
        "Massage bébé",
        "pmi-tapis",
        Audience.CHILDREN,
        Demand(past=(3, 7), coming=(4, 8), absences=0.11),
        facilitators=("puericultrice",),
        weekly=Weekly(TUESDAY, time(10, 30), every_weeks=2, phase=1, wider=8, wider_reason="Deux tapis de plus."),
    ),
    ActionShape(
        "80-contraception",
        "contraception",
        "cpef",
        "Information contraception",
        "cpef-salle",
        Audience.WOMEN,
        Demand(past=(3, 8), coming=(5, 9), absences=0.13),
        facilitators=("conseillere",),
        weekly=Weekly(MONDAY, time(15, 30), every_weeks=2),
    ),
    ActionShape(
        "80-dossier",
        "dossier",
        "mdph",
        "Préparer son dossier MDPH",
        "mdph-accueil",
        Audience.ADULTS,
        Demand(past=(2, 6), coming=(6, 10), days_before=(30, 3), absences=0.09),
        facilitators=("instructrice",),
        weekly=Weekly(FRIDAY, time(9, 30), every_weeks=2),
    ),
)
