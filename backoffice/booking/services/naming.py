"""Names, or numbers, in what is said before and after an act: a role may plan or enrol without reading who comes. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.booking.enums import COMING, HOLDS_A_SEAT, State
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.directory.models import User
    from backoffice.people.models import Usager

LIST = "de la liste d’attente"
WHAT_SHE_HAS = {
    State.WAITING: "{who} est sur la liste d’attente{rank} : {when}.",
    State.OFFERED: "Une place est proposée à {who} : {when}. Demandez sa réponse.",
    State.PENDING: "La demande de {who} est à valider : {when}.",
}
ALREADY = "Cette demande avait déjà sa réponse. Rien de nouveau n’est enregistré."


def reads_names(reader: User | None, occurrence: Occurrence) -> bool:
    """Whether the reader may know who comes to this séance. Without reader: what nobody else reads."""
    return reader is None or reader.perimeter.may_in(Activity.VIEW_PEOPLE, occurrence.action.organisation)


def first_in_line(number: int) -> str:
    return f"la première personne {LIST}" if number == 1 else f"les {number} premières personnes {LIST}"


def who_takes_the_seat(people: Sequence[Usager], *, is_named: bool) -> list[str]:
    """One sentence a person, or one for all of them."""
    if is_named or not people:
        return [f"{person} prend la place." for person in people]
    return [f"{count(len(people), f'personne {LIST} prend', f'personnes {LIST} prennent')} la place."]


def who_has_a_seat_now(people: Sequence[Usager], *, is_named: bool) -> list[str]:
    if is_named and people:
        return [f"Ont maintenant une place : {', '.join(str(person) for person in people)}."]
    if people:
        return [f"{count(len(people), f'personne {LIST} a', f'personnes {LIST} ont')} maintenant une place."]
    return []


def what_she_has(participation: Participation, occurrence: Occurrence, *, rank: str = "") -> str:
    """What an agent reads aloud once a request is answered. A form that comes back is answered again: never by a place that was left meanwhile."""
    who, state = participation.usager, State(participation.state)
    if state not in COMING | HOLDS_A_SEAT:
        return f"{ALREADY} Depuis, l’inscription de {who} a changé : {state.label.lower()}."
    words = WHAT_SHE_HAS.get(state, "C’est noté pour {who} : {when}.")
    return words.format(who=who, when=occurrence.spoken_sentence, rank=rank and f" ({rank})")
