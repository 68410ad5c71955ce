"""Names of invented people, by family of names so that first and last names go together: accents, hyphens, apostrophes, particles."""

from __future__ import annotations

from dataclasses import dataclass


def listed(text: str) -> tuple[str, ...]:
    """Names, separated by semicolons or lines."""
    return tuple(name.strip() for name in text.strip().replace("\n", ";").split(";"))


@dataclass(frozen=True)
class NameFamily:
    """`weight` in parts; `languages` are those of the people who do not read French."""

    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]
    languages: tuple[str, ...] = ()


FRENCH_LAST = listed("""
Dumas;Lefèvre;Moreau;Girard;Roux;Chevalier;D’Artois;Le Gall;Le Bihan;Lemaître;Maître-Dubois;Martin-Laurent;Petit;Petit-Jean;Rousseau;Blanc
Boyer;Faure;Chapuis;Bonnet;Reynaud;Arnaud;Gauthier;Brun;Vidal;Mounier;Crozet;Achard;Tessier;Lambert;Caron;Delattre;Deroubaix;Vasseur;Boulanger
Leclercq;Dufour;Hénin;Évrard;Crépin;Ponthieu;Cœurdevey;Œuvrard;Ducrocq;Maréchal;Périer;Féraud;Guérin;Hérault;Noël;Pélissier;Rémond;Séguin
Thévenin;Vêtu;Sainte-Marie;Saint-Léger;Delacroix;Martin;De La Fontaine;D’Hervilly;L’Hermitte;Fischer;Müller;D’Agostino;Rossi-Blanc
""")
ELDERS = NameFamily(
    18,
    listed("""
    Françoise;Marie-Claire;Ginette;Paulette;Simone;Andrée;Jeanne;Martine;Monique;Annie;Brigitte;Jocelyne;Hélène;Agnès;Béatrice;Marie-Ange
    """),
    listed(
        "Gérard;Roger;Raymond;Thierry;Pascal;Hervé;Jean-Pierre;Jean-Luc;Pierre-Yves;Émile;Élie;Étienne;Benoît;François;Frédéric"
    ),
    FRENCH_LAST,
)
YOUNGER = NameFamily(
    46,
    listed("""
    Inès;Manon;Chloé;Léa;Camille;Amélie;Élodie;Noémie;Anaïs;Océane;Zoé;Lucie;Anne-Sophie;Cécile;Solène;Gaëlle;Maëlys;Rozenn;Élise;Éva;Ophélie
    Coralie;Jessica;Kelly;Vanessa;Sabrina;Laëtitia;Stéphanie;Mégane;Clémence;Capucine;Aurélie;Émilie;Justine;Marion;Pauline
    """),
    listed("""
    Lucas;Théo;Hugo;Mathéo;Léo;Noé;Raphaël;Rémi;Jérôme;Loïc;Yannick;Gaël;Kévin;Dylan;Jordan;Anthony;Mickaël;Sébastien;Marc-Antoine;Aurélien
    Cédric;Grégory;Jonathan;Steve;Enzo
    """),
    FRENCH_LAST,
    ("fsl",),
)
OTHERS = (
    NameFamily(
        14,
        listed("Aïcha;Khadija;Yasmina;Samira;Nour;Leïla;Myriam;Farida;Sarah;Naïma;Houria;Inaya"),
        listed("Mohamed;Karim;Rachid;Youssef;Bilal;Soufiane;Ilyès;Ayoub;Abdelkader;Mehdi;Zinédine"),
        listed(
            "Benali;Ben Amar;El Mansouri;Aït Saïd;Haddad;Khelifi;Bouzid;Mansour;Rahmani;Abdallah;Hamidi;Belhadj;Zerrouki;Meziane;Ben M’Barek"
        ),
        ("ar",),
    ),
    NameFamily(
        9,
        listed("Fatoumata;Awa;Mariam;Aminata;Rokhaya;Sadio;Aïssatou;Bintou;Grâce;Marie-Noëlle"),
        listed("Mamadou;Ibrahima;Ousmane;Moussa;Cheikh;Boubacar;Amadou;Prince;Dieudonné"),
        listed(
            "Traoré;Diallo;Bâ;Cissé;Koné;Sow;N’Diaye;N’Guessan;Camara;Keïta;Touré;Ouédraogo;Coulibaly;Sissoko;Dembélé;Fofana;Mbaye;Mendy;Sarr;Faye"
        ),
        ("en", "other"),
    ),
    NameFamily(
        6,
        listed("Ana;Beatriz;Conceição;Lucía;María José;Inês;Fátima"),
        listed("João;Tiago;Miguel;José;Ángel;Paulo"),
        listed(
            "Da Silva;Dos Santos;Fernandes;De Oliveira;De La Cruz;Pereira;Ferreira;Gomes;Almeida;Rodrigues;Silva-Costa;Garcia;Lopez;Martinez"
        ),
        ("pt", "es"),
    ),
    NameFamily(
        4,
        listed("Elif;Ayşe;Zehra;Emine;Büşra"),
        listed("Mehmet;Emre;Yusuf;Çağlar"),
        listed("Yılmaz;Kaya;Şahin;Demir;Öztürk"),
        ("tr",),
    ),
    NameFamily(
        4,
        listed("Oksana;Svitlana;Iryna;Halyna;Agnieszka"),
        listed("Andriy;Oleksandr;Taras;Paweł"),
        listed("Kovalenko;Shevchenko;Nowak;Kowalski;Łukasik;Popescu"),
        ("uk",),
    ),
    NameFamily(
        3,
        listed("Shirin;Zahra;Maryam;Farzana"),
        listed("Reza;Ahmad;Hamid;Najib"),
        listed("Ahmadi;Hosseini;Rahimi;Noori"),
        ("prs",),
    ),
    NameFamily(
        3,
        listed("Nguyệt;Linh;Thi-Mai;Mei;Priya"),
        listed("Minh;Tuấn;Wei;Arjun"),
        listed("Nguyễn;Trần;Chen;Wang;Singh"),
        ("en", "other"),
    ),
    NameFamily(
        4,
        listed("Marie-Josée;Ludivine;Célimène;Lalao;Émeline"),
        listed("Jean-Yves;Dimitri;Teddy;Hery"),
        listed("Hoareau;Payet;Grondin;Étienne-Julan;Sainte-Rose;Césaire;Razafindrakoto;Rakotoarisoa"),
    ),
)
FAMILIES = (ELDERS, YOUNGER, *OTHERS)
HOMONYMS = ("Martin", "Camille")
