"""Names of invented people: accents, hyphens, apostrophes, particles and several origins, as in a real list."""


def listed(text: str) -> tuple[str, ...]:
    """Names, separated by semicolons or lines."""
    return tuple(name.strip() for name in text.strip().replace("\n", ";").split(";"))


FEMALE = listed("""
Inès;Manon;Chloé;Léa;Camille;Amélie;Élodie;Noémie;Anaïs;Océane;Zoé;Lucie;Aïcha;Fatoumata;Khadija;Yasmina
Samira;Nour;Leïla;Myriam;Awa;Mariam;Aminata;Marie-Ange;Anne-Sophie;Marie-Claire;Jeanne;Françoise;Hélène;Agnès;Béatrice;Cécile
Solène;Gaëlle;Maëlys;Rozenn;Ana;Beatriz;Conceição;Irina;Oksana;Svitlana;Elif;Ayşe;Zehra;Nguyệt;Linh;Mei
Priya;Shirin;Farida;Rokhaya;Sadio;Élise;Éva;Ophélie;Coralie;Jessica;Kelly;Vanessa;Sabrina;Laëtitia;Stéphanie;Mégane
Clémence;Capucine;Thi-Mai;Ginette;Paulette;Simone;Andrée
""")
MALE = listed("""
Lucas;Théo;Hugo;Mathéo;Léo;Noé;Raphaël;Rémi;Jérôme;Frédéric;François;Benoît;Loïc;Yannick;Gaël;Kévin
Dylan;Jordan;Anthony;Mickaël;Sébastien;Jean-Pierre;Jean-Luc;Pierre-Yves;Marc-Antoine;Mohamed;Karim;Rachid;Youssef;Bilal;Mamadou;Ibrahima
Ousmane;Moussa;Cheikh;João;Tiago;Miguel;Andriy;Oleksandr;Mehmet;Emre;Minh;Tuấn;Wei;Arjun;Reza;Ahmad
Hamid;Émile;Élie;Étienne;Gérard;Roger;Raymond;Thierry;Pascal;Hervé;Aurélien;Cédric;Grégory;Jonathan;Steve;Soufiane
Ilyès;Ayoub;Enzo
""")
LAST = listed("""
Dumas;Lefèvre;Martin;Garcia;Benali;Traoré;Nguyễn;Diallo;Fernandes;Da Silva;Dos Santos;Moreau;Girard;Roux;Chevalier;D’Artois;D’Agostino;Le Gall
Le Bihan;De La Cruz;De Oliveira;Ben Amar;El Mansouri;Aït Saïd;Bâ;Cissé;Koné;Sow;N’Diaye;N’Guessan;Camara;Keïta;Touré;Yılmaz;Kaya;Şahin;Demir
Kovalenko;Shevchenko;Popescu;Nowak;Kowalski;Łukasik;Haddad;Khelifi;Bouzid;Mansour;Rahmani;Ahmadi;Hosseini;Chen;Wang;Trần;Singh;Fischer;Müller
Lemaître;Maître-Dubois;Martin-Laurent;Petit;Petit-Jean;Rousseau;Blanc;Boyer;Faure;Chapuis;Bonnet;Reynaud;Arnaud;Gauthier;Brun;Vidal;Mounier
Crozet;Achard;Tessier;Lambert;Caron;Delattre;Deroubaix;Vasseur;Boulanger;Leclercq;Dufour;Hénin;Évrard;Crépin;Ponthieu;Cœurdevey;Œuvrard;Ducrocq
Maréchal;Périer;Féraud;Guérin;Hérault;Jaïs;Noël;Pélissier;Rémond;Séguin;Thévenin;Vêtu;Zidane-Roche;Sainte-Marie;Saint-Léger;Delacroix;Lopez
Martinez;Pereira;Ferreira;Gomes;Almeida;Rodrigues;Moreira;Silva-Costa;Abdallah;Hamidi;Belhadj;Zerrouki;Meziane;Ouedraogo;Coulibaly;Sissoko
Dembélé;Fofana;Mbaye;Mendy;Sarr;Faye;Razafindrakoto;Rakotoarisoa;Hoareau;Payet;Grondin;Étienne-Julan;Sainte-Rose;Césaire
""")
HOMONYMS = ("Martin", "Camille")
LANGUAGES = (("fr", 80), ("ar", 5), ("en", 3), ("pt", 3), ("tr", 3), ("uk", 2), ("prs", 2), ("es", 1), ("fsl", 1))
