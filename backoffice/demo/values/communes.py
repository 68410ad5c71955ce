"""Communes of the three territories, with their INSEE codes (official geographic code)."""

from __future__ import annotations

from backoffice.demo.values.shapes import Commune


def communes(text: str) -> tuple[Commune, ...]:
    """One commune a line: code, then name."""
    return tuple(Commune(*line.split(maxsplit=1)) for line in text.strip().splitlines())


DROME = communes("""
26108 Crest
26113 Die
26362 Valence
26011 Aouste-sur-Sye
26289 Saillans
26165 Livron-sur-Drôme
26166 Loriol-sur-Drôme
26006 Allex
26281 Romans-sur-Isère
26198 Montélimar
26058 Bourg-lès-Valence
26064 Chabeuil
26114 Dieulefit
26206 Montmeyran
""")

SEINE_ET_MARNE = communes("""
77288 Melun
77186 Fontainebleau
77305 Montereau-Fault-Yonne
77152 Dammarie-les-Lys
77285 Le Mée-sur-Seine
77445 Savigny-le-Temple
77014 Avon
77333 Nemours
77316 Moret-Loing-et-Orvanne
77407 Saint-Fargeau-Ponthierry
77284 Meaux
77487 Vaux-le-Pénil
77067 Cesson
77379 Provins
""")

SOMME = communes("""
80021 Amiens
80001 Abbeville
80016 Albert
80620 Péronne
80212 Corbie
80253 Doullens
80489 Longueau
80164 Camon
80725 Salouël
80674 Rivery
80318 Flixecourt
80799 Villers-Bretonneux
80368 Friville-Escarbotin
80011 Ailly-sur-Somme
""")
