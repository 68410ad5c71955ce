"""The texts that come with the product, in French: the last level of inheritance, and the neutral ones, which name nothing.

SMS are written with the characters of the GSM alphabet only (« Vous êtes » would cost three times more: ê is not one of them)."""

from __future__ import annotations

from backoffice.notifications.enums import Channel, Event, Sending
from backoffice.notifications.values.neutral import SPOKEN, Spoken, in_cheap_letters

WHAT, WHEN = "{libellé} {titre}", "{date} de {heure} à {fin}"
FULL = f"{WHAT}, {{date}}, {{heure}}-{{fin}}, {{lieu}}"
E = Event

# With the link, an ordinary confirmation or reminder fills one SMS: the telephone is on the page. Where two SMS leave anyway, both are written.
SMS: dict[Event, str] = {
    E.BOOKED: f"Place confirmée : {FULL}. {{lien}}",
    E.WAITLISTED: f"Vous voilà sur la liste d'attente : {FULL}. Nous vous écrirons si une place se libère. Votre rang : {{lien}} {{contact}}",
    E.PENDING: f"Nous avons bien votre demande : {FULL}. Un agent va vous répondre. {{lien}} {{contact}}",
    E.APPROVED: f"Demande acceptée : {FULL}. {{lien}}",
    E.REJECTED: f"Votre demande n'a pas pu aboutir : {FULL}. Appelez-nous pour en parler. {{lien}} {{contact}}",
    E.OFFERED: f"Une place se libère : {FULL}. Répondez avant : {{limite}}. {{lien}} {{contact}}",
    E.OFFER_EXPIRING: f"La place proposée attend votre réponse avant : {{limite}}. {FULL}. {{lien}} {{contact}}",
    E.OFFER_EXPIRED: f"Sans réponse, la place va à une autre personne : {FULL}. {{contact}}",
    E.PROMOTED: f"Place obtenue : {FULL}. {{lien}}",
    E.MOVED: f"Votre inscription du {{ancienne date}} change. Nouvelle date : {FULL}. {{lien}} {{contact}}",
    E.SEANCE_CHANGED: f"Changement ({{changements}}) : {FULL}. Votre place ou votre attente est gardée. {{lien}} {{contact}}",
    E.CANCELLED_BY_USAGER: f"C'est annulé : {FULL}. {{lien}}",
    E.CANCELLED_BY_SERVICE: f"Nous devons annuler votre inscription : {FULL}. {{contact}}",
    E.SEANCE_CANCELLED: f"Séance annulée : {FULL}. Appelez-nous. {{contact}}",
    E.SEANCE_RESTORED: f"La séance a finalement lieu : {FULL}. Votre place ou votre attente est gardée. {{lien}} {{contact}}",
    E.REMINDER: f"C'est {{échéance}} : {FULL}. {{consignes}} {{lien}}",
    E.INSTRUCTIONS_CHANGED: f"{FULL}. A lire avant de venir : {{consignes}} {{contact}}",
    E.ATTENDED: f"Merci d'avoir participé : {WHAT}, {{date}}. {{contact}}",
    E.MISSED: f"Nous ne vous avons pas vu(e) : {WHAT}, {{date}}. Pour une autre date, appelez-nous. {{contact}}",
    E.WRITTEN: f"Nous avons une information pour vous : {FULL}. Appelez-nous. {{contact}}",
}
SUBJECTS: dict[Event, str] = {event: f"{{libellé}} du {{date}} : {event.label.lower()}" for event in Event}
DETAILS = "{libellé} « {titre} »\n{date}, de {heure} à {fin} ({durée})\n{lieu}\n{adresse|}"
OPENINGS: dict[Event, str] = {
    E.BOOKED: "Votre inscription est confirmée.",
    E.WAITLISTED: "Vous êtes sur la liste d’attente. Nous vous écrirons si une place se libère.",
    E.PENDING: "Nous avons reçu votre demande. Un agent va vous répondre.",
    E.APPROVED: "Votre demande est acceptée : vous avez une place.",
    E.REJECTED: "Votre demande n’a pas pu être acceptée. Appelez-nous pour en parler.",
    E.OFFERED: "Une place s’est libérée et nous vous la proposons. Répondez avant : {limite}.",
    E.OFFER_EXPIRING: "La place que nous vous proposons attend votre réponse avant : {limite}.",
    E.OFFER_EXPIRED: "Sans réponse de votre part, la place est proposée à une autre personne.",
    E.PROMOTED: "Une place s’est libérée : elle est pour vous. Votre inscription est confirmée.",
    E.MOVED: "Votre inscription du {ancienne date} est déplacée. Voici la nouvelle date.",
    E.SEANCE_CHANGED: "Votre rendez-vous change ({changements}). Voici ce qui est prévu maintenant. Votre inscription, ou votre attente, est gardée.",
    E.CANCELLED_BY_USAGER: "Votre inscription est annulée.",
    E.CANCELLED_BY_SERVICE: "Nous devons annuler votre inscription.",
    E.SEANCE_CANCELLED: "La séance est annulée. Pour une autre date, appelez-nous.",
    E.SEANCE_RESTORED: "La séance qui était annulée a finalement lieu. Votre inscription, ou votre attente, est gardée.",
    E.REMINDER: "Votre rendez-vous approche : c’est {échéance}.",
    E.INSTRUCTIONS_CHANGED: "Les consignes de votre rendez-vous ont changé. Merci de les lire avant de venir.",
    E.ATTENDED: "Merci d’avoir participé.",
    E.MISSED: "Nous ne vous avons pas vu(e). Pour une autre date, appelez-nous.",
    E.WRITTEN: "Nous avons une information pour vous. Appelez-nous.",
}
PAST = {E.ATTENDED, E.MISSED}
OVER = {E.REJECTED, E.OFFER_EXPIRED, E.CANCELLED_BY_USAGER, E.CANCELLED_BY_SERVICE, E.SEANCE_CANCELLED}
LINKS: dict[Event, str] = (
    dict.fromkeys(Event, "Pour voir ou annuler votre inscription : {lien}\n\n")
    | dict.fromkeys(OVER, "Le détail : {lien}\n\n")
    | dict.fromkeys((E.OFFERED, E.OFFER_EXPIRING), "Pour répondre : {lien}\n\n")
    | {E.WAITLISTED: "Pour voir votre rang ou quitter la liste : {lien}\n\n"}
    | dict.fromkeys(PAST, "")
)
BODIES = {
    event: f"Bonjour,\n\n{opening}\n\n{DETAILS}\n\n{{consignes}}\n\n{LINKS[event]}{{organisation}}\n{{contact}}"
    for event, opening in OPENINGS.items()
}

NEUTRAL_SUBJECT = "Votre rendez-vous"
NEUTRAL_SMS: dict[Event, str] = {
    event: text.replace(FULL, f"rendez-vous le {WHEN}").replace(WHAT, "rendez-vous").replace("{consignes} ", "")
    for event, text in SMS.items()
} | {
    E.INSTRUCTIONS_CHANGED: f"Rendez-vous le {WHEN} : appelez-nous avant de venir. {{contact}}",
    E.WRITTEN: f"Nous avons une information sur votre rendez-vous le {WHEN}. Appelez-nous. {{contact}}",
}
NEUTRAL_BODIES = {
    event: f"Bonjour,\n\n{opening}\n\nVotre rendez-vous : {{date}}, de {{heure}} à {{fin}}\n\n{LINKS[event]}{{contact}}"
    for event, opening in OPENINGS.items()
}


def original(event: str, channel: str) -> tuple[str, str]:
    """(subject, body) before anybody changes them."""
    if channel == Channel.SMS:
        return "", SMS[Event(event)]
    return SUBJECTS[Event(event)], BODIES[Event(event)]


def neutral(event: str, channel: str, language: str = "fr") -> tuple[str, str]:
    """(subject, body) for a sensitive motif or person: nobody may change them, so nobody may reveal anything by them."""
    if language in SPOKEN:
        return neutral_in(SPOKEN[language], Event(event), channel)
    if channel == Channel.SMS:
        return "", NEUTRAL_SMS[Event(event)]
    return NEUTRAL_SUBJECT, NEUTRAL_BODIES[Event(event)]


def neutral_subject(language: str) -> str:
    """Of an e-mail, and of an appointment."""
    return SPOKEN[language].subject if language in SPOKEN else NEUTRAL_SUBJECT


def neutral_in(spoken: Spoken, event: Event, channel: str) -> tuple[str, str]:
    """The same holes as in French, in the cheap alphabet where the language can be written with it."""
    when, sentence = f"{spoken.appointment}: {{date}}, {{heure}}-{{fin}}", spoken.sentence(event)
    if channel != Channel.SMS:
        link = "{lien}\n\n" if LINKS[event] else ""
        return spoken.subject, f"{spoken.hello}\n\n{sentence}\n\n{when}\n\n{link}{{contact}}"
    ways = [hole for hole in ("{lien}", "{contact}") if hole in NEUTRAL_SMS[event]]
    return "", in_cheap_letters(" ".join([sentence, f"{when}.", *ways]))


def original_sending(event: str, channel: str) -> Sending:
    """An SMS, or an e-mail to whoever has no mobile phone; after the séance, nothing unless somebody asks for it."""
    if event in PAST:
        return Sending.NEVER
    return Sending.ALWAYS if channel == Channel.SMS else Sending.FALLBACK
