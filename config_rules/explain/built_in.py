"""French sentences for the reasons and steps that we wrote ourselves.

Responsible for stages 0 and 3 and for the guards of parameters.  Refuses figures about other people
beyond counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from config_rules.decisions import Decision, Reason
from config_rules.explain.numbers import count, duration

PUBLIC_SENTENCES = {
    "integrity.cancelled": "Cette séance est annulée.",
    "integrity.closed": "Les inscriptions à cette séance sont fermées.",
    "integrity.started": "Cette séance a déjà commencé.",
    "integrity.long_started": "Cette séance a commencé il y a plus de 48 heures.",
    "integrity.enrolled": "Vous êtes déjà inscrite ou inscrit à cette séance.",
    "integrity.on_the_way": "Vous avez déjà une demande en cours pour cette séance.",
    "integrity.not_waiting": "Vous n’êtes pas sur la liste d’attente de cette séance.",
    "fact.broken": "Votre demande doit être vérifiée par un agent.",
    "access.who": "Cette action n’est pas ouverte à cette forme d’inscription.",
    "window.opens": "Les inscriptions ne sont pas encore ouvertes.",
    "window.opens_on": "Les inscriptions ne sont pas encore ouvertes.",
    "window.closes": "Les inscriptions à cette séance sont terminées.",
    "window.closes_on": "Les inscriptions à cette séance sont terminées.",
    "party.max_size": "La demande compte trop de personnes.",
    "limit.participations": "Le nombre maximal d’inscriptions est atteint.",
    "placement.seat": "Une place est libre.",
    "placement.partial": "Il reste moins de places que demandé : celles qui restent sont données.",
    "placement.overbooked": "Une place est ajoutée pour cette personne.",
    "placement.overbooking_off": "Cette action n’accepte aucune place en plus.",
    "placement.overbooking_not_allowed": "Vous n’avez pas le droit d’ajouter une place.",
    "placement.overbooking_without_reason": "Pour ajouter une place, il faut en écrire le motif.",
    "placement.overbooking_exceeded": "Le nombre maximal de places en plus est atteint.",
    "placement.waitlisted": "Toutes les places sont prises ou promises à des personnes qui attendent.",
    "placement.still_waiting": "Aucune place n’est libre pour le moment.",
    "placement.no_waitlist": "Toutes les places sont prises et cette action n’a pas de liste d’attente.",
    "placement.waitlist_full": "Toutes les places sont prises et la liste d’attente est complète.",
    "placement.waitlist_over": "Toutes les places sont prises et la liste d’attente est close.",
}
STAFF_SENTENCES = {
    "integrity.enrolled": "Cette personne est déjà inscrite à cette séance.",
    "integrity.on_the_way": "Cette personne a déjà une demande en cours pour cette séance.",
    "integrity.not_waiting": "Cette personne n’est pas sur la liste d’attente de cette séance.",
    "integrity.long_started": "La séance a commencé il y a plus de 48 heures : on ne peut plus y inscrire.",
    "fact.broken": "Un renseignement est inutilisable : la demande est à valider.",
}
STEP_ANSWERS = {
    "integrity.cancelled": ("La séance est annulée", "La séance n’est pas annulée"),
    "integrity.closed": ("La séance est fermée", "La séance n’est pas fermée"),
    "integrity.started": ("La séance a commencé", "La séance n’a pas commencé"),
    "integrity.long_started": (
        "La séance a commencé il y a plus de 48 heures",
        "La séance n’a pas commencé il y a plus de 48 heures",
    ),
    "integrity.enrolled": ("La personne est déjà inscrite", "La personne n’est pas déjà inscrite"),
    "integrity.on_the_way": ("La personne a déjà une demande en cours", "Aucune demande n’est en cours"),
    "integrity.not_waiting": ("La personne n’est pas sur la liste d’attente", "Rien ne manque pour la demande"),
    "access.who": ("L’inscription n’est pas ouverte à ce demandeur", "L’inscription est ouverte à ce demandeur"),
    "window.opens": ("Les inscriptions ne sont pas encore ouvertes", "Les inscriptions sont ouvertes"),
    "window.opens_on": ("Les inscriptions ne sont pas encore ouvertes", "Les inscriptions sont ouvertes"),
    "window.closes": ("Les inscriptions sont terminées", "Les inscriptions ne sont pas terminées"),
    "window.closes_on": ("Les inscriptions sont terminées", "Les inscriptions ne sont pas terminées"),
    "party.max_size": ("La demande compte trop de personnes", "La demande ne compte pas trop de personnes"),
    "limit.participations": ("Le nombre maximal d’inscriptions est atteint", "La limite n’est pas atteinte"),
}


def _seat(figures: Any, _decision: Decision) -> str:
    left = count(max(figures["left"], 0), "place libre", "places libres")
    sentence = f"Place : {left} sur {figures['seats']}"
    if "quota_left" in figures:
        sentence += f", {count(max(figures['quota_left'], 0), 'libre', 'libres')} pour ce demandeur"
    if figures["waiting"]:
        verb = "attend" if figures["waiting"] == 1 else "attendent"
        sentence += f" ; {count(figures['waiting'], 'personne', 'personnes')} {verb}"
    asked = count(figures["party"], "demandée", "demandées")
    return f"{sentence} ; {asked}."


def _overbooking(figures: Any, decision: Decision) -> str:
    if not figures["maximum"]:
        return "Place en plus : aucune n’est admise."
    sentence = f"Place en plus : {figures['overbooked']} déjà, maximum {figures['maximum']}"
    if not decision.facts.get("request.overbook"):
        return f"{sentence} ; aucune n’est demandée."
    return f"{sentence} ; il y en aurait {figures['above']}."


def _waitlist(figures: Any, _decision: Decision) -> str:
    if figures["mode"] == "none":
        return "Liste d’attente : aucune."
    verb = "attend" if figures["waiting"] < 2 else "attendent"
    waiting = f"{count(figures['waiting'], 'personne', 'personnes')} {verb}"
    maximum = figures["maximum"]
    bound = "sans maximum" if maximum is None else f"maximum {maximum}"
    closing = f" ; close {duration(figures['cutoff_minutes'])} avant" if figures["cutoff_minutes"] else ""
    return f"Liste d’attente : {waiting}, {bound}{closing}."


def _broken(figures: Any, _decision: Decision) -> str:
    return f"Renseignement inutilisable : {figures['fact']}."


FIGURES: dict[str, Callable[[Any, Decision], str]] = {
    "placement.seat": _seat,
    "placement.overbooking": _overbooking,
    "placement.waitlist": _waitlist,
    "fact.broken": _broken,
}


def reasons_to_tell(decision: Decision) -> tuple[Reason, ...]:
    """The reasons that are true to say: somebody whom a rule keeps on the list while seats are free is not told that none is."""
    step = decision.step("placement.seat")
    if step is None or int(step.figures["free"] or 0) < int(step.figures["party"] or 0):
        return decision.reasons
    return tuple(
        reason for reason in decision.reasons if reason.code not in ("placement.waitlisted", "placement.still_waiting")
    )
