"""What to look at before a message leaves, in sentences: its price, what it names, how it is answered, the night, its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.catalogue.models import TypeLabel
from backoffice.console.base.wording import count, links_elsewhere
from backoffice.directory.models import Service
from backoffice.notifications.services.links import WRITTEN
from backoffice.notifications.values.placeholders import ANSWERS, HOLES, Placeholder
from backoffice.notifications.values.sms import SmsSize, dear_characters, foreign_letters, made_cheapest
from backoffice.people.enums import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.actions.models import Occurrence
    from backoffice.directory.models import Territory
    from backoffice.notifications.services.texts import Text

IN_BRIEF = "Écrivez-les « en bref » dans le motif."
FACTORS = {2: "double", 3: "triple"}
NAMED = 4


def alerts_of(text: Text, occurrence: Occurrence, names: Iterable[str], *, event: str, is_sms: bool) -> Iterable[str]:
    """What a référente would want to know before it leaves."""
    if text.is_neutral:
        yield "Motif ou service sensible : le texte neutre part à la place du vôtre."
    if is_sms:
        yield from dearness(text.size)
        yield from long_instructions(text)
    folded = f"{text.subject} {text.body}".casefold()
    for name in names:
        if not text.is_neutral and name.casefold() in folded:
            yield f"Ce message contient un nom sensible : « {name} »."
    yield from ways_to_answer(text, occurrence, event)
    for link in links_elsewhere(text.body):
        yield f"Ce lien mène à un autre site : {link}"
    for name in text.empty:
        fallback = HOLES[Placeholder(name)].fallback
        instead = f" : « {fallback} » est écrit, sauf si votre texte dit autre chose" if fallback else ""
        yield f"{{{name}}} est vide pour cette séance{instead}."


def long_instructions(text: Text) -> Iterable[str]:
    """When the consignes cost one more SMS, or would, how to shorten them: « en bref » is written beside each of them."""
    said, left_out = text.brief.words, text.brief.left_out
    if left_out:
        yield f"Les consignes ({count(len(left_out), 'caractère')}) ajouteraient un SMS : celui-ci dit de suivre le lien. {IN_BRIEF}"
        return
    without = SmsSize(" ".join(text.body.replace(said, "").split()))
    if said and text.size.segments > max(without.segments, 1):
        more = count(text.size.segments - without.segments, "SMS", "SMS")
        yield f"Les consignes ({count(len(said), 'caractère')}) ajoutent {more}. {IN_BRIEF}"


def ways_to_answer(text: Text, occurrence: Occurrence, event: str) -> Iterable[str]:
    """Whether the person can answer, and as easily as she may."""
    has_link, has_phone = ways_in(text, occurrence)
    if not has_link and not has_phone:
        yield "Ce message ne donne ni téléphone ni lien : la personne ne sait pas comment répondre."
    elif not has_link and event in ANSWERS:
        yield "Ce message attend une réponse sans donner le lien : la personne devra téléphoner. Ajoutez {lien}."


def ways_in(text: Text, occurrence: Occurrence) -> tuple[bool, bool]:
    """Whether it gives the link, and the telephone."""
    phone = occurrence.action.organisation.phone or occurrence.territory.phone
    return bool(WRITTEN.search(text.body)), bool(phone and phone in text.body)


def ways_told(text: Text, occurrence: Occurrence) -> str:
    """« Avec le lien, sans téléphone (il est sur la page du lien). »"""
    has_link, has_phone = ways_in(text, occurrence)
    said = f"{'Avec le' if has_link else 'Sans'} lien, {'avec le' if has_phone else 'sans'} téléphone"
    return f"{said} (il est sur la page du lien)." if has_link and not has_phone else f"{said}."


def told_in_french(text: Text, language: str) -> str:
    """Why somebody who reads another language receives French; nothing when she reads her own."""
    if text.language == language:
        return ""
    name = Language(language).label.lower()
    if text.is_neutral:
        return f"Le texte neutre n’existe pas dans cette langue ({name}) : il part en français."
    return f"Aucun texte n’est écrit dans cette langue ({name}) : le texte français part."


def dearness(size: SmsSize) -> Iterable[str]:
    """Why it costs more than one SMS."""
    foreign = foreign_letters(size.text)
    if foreign:
        yield f"Dans cette écriture (« {foreign[0]} »), un SMS contient 70 caractères au lieu de 160."
    cheap = size.segments if foreign else SmsSize(made_cheapest(size.text)).segments
    if size.segments > cheap:
        yield told_of_dear(dear_characters(size.text), cheap, size.segments)
    elif size.segments > 1:
        yield f"Ce message est trop long : il compte pour {size.segments} SMS."


def told_of_dear(dear: list[str], cheap: int, segments: int) -> str:
    """« Le caractère « ê » triple le prix de ce SMS. », « Les caractères « ê », « ’ » font passer ce message de 2 à 4 SMS. »"""
    is_one = len(dear) == 1
    named = f"« {' », « '.join(dear[:NAMED])} »{', …' if len(dear) > NAMED else ''}"
    factor = FACTORS.get(segments, "") if cheap == 1 else ""
    if factor:
        effect = f"{factor if is_one else f'{factor}nt'} le prix de ce SMS"
    else:
        effect = f"{'fait' if is_one else 'font'} passer ce message de {cheap} à {segments} SMS"
    return f"{'Le caractère' if is_one else 'Les caractères'} {named} {effect}."


def sensitive_names(territory: Territory) -> tuple[str, ...]:
    """Names that no message should carry in clear."""
    services = (
        Service.objects.filter(territory=territory, is_sensitive=True).order_by("pk").values_list("name", "short_name")
    )
    labels = (
        TypeLabel.objects.filter(territory=territory, is_sensitive=True)
        .order_by("pk")
        .values_list("internal_name", "public_name")
    )
    return tuple(dict.fromkeys(name for names in (*services, *labels) for name in names if name))


def night_of(territory: Territory) -> str:
    start, end = territory.quiet_from, territory.quiet_until
    if start == end:
        return "Aucun silence n’est réglé : ce message peut partir la nuit."
    return f"Entre {start:%H:%M} et {end:%H:%M}, ce message attend {end:%H:%M}."
