"""The people of a séance, a page at a time: counts are always whole, ranks are those of the whole queue, a search keeps one's place.

The keys of everybody are read in one statement, the rows of those shown in another: a séance of a thousand people costs what a small one costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.paginator import Paginator

from backoffice.booking.enums import CANCELLED, HOLDS_A_SEAT, State
from backoffice.booking.models import Participation
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.core.paginator import Page
    from django.http import QueryDict

    from backoffice.actions.models import Occurrence

PER_PAGE = 100
WORTH_A_SEARCH = 20
# Where one is in each list, as the address says it.
LISTS = {
    "inscrits": HOLDS_A_SEAT,
    "reponses": frozenset({State.PENDING, State.INVITED}),
    "offres": frozenset({State.OFFERED}),
    "attente": frozenset({State.WAITING}),
    "terminees": CANCELLED | {State.DECLINED, State.EXPIRED},
}
ROLL = {"inscrits": HOLDS_A_SEAT, "excuses": frozenset({State.EXCUSED})}


@dataclass
class Part:
    """One list: everybody counted, the keys shown now, and the rows once they are read."""

    name: str
    total: int
    page: Page[Any]
    query: QueryDict
    rows: list[Participation] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How many a search found; everybody without search."""
        return self.page.paginator.count

    @property
    def first(self) -> int:
        return self.page.start_index()

    @property
    def last(self) -> int:
        return self.page.end_index()

    @property
    def before(self) -> str:
        return self.address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def after(self) -> str:
        return self.address(self.page.next_page_number()) if self.page.has_next() else ""

    def address(self, number: int) -> str:
        """The same address at another page of this list; the other lists stay where they are."""
        query = self.query.copy()
        query[self.name] = str(number)
        return f"?{query.urlencode()}"


class PeopleOfSeance:
    """Who is in which list of a séance, by the address of the page."""

    lists: ClassVar[Mapping[str, frozenset[State]]] = LISTS
    related: ClassVar[tuple[str, ...]] = ("usager__responsible", "booked_by")

    def __init__(self, occurrence: Occurrence, query: QueryDict, ranks: dict[int, int]) -> None:
        """`ranks`: the queue in order."""
        self.occurrence, self.query, self.ranks = occurrence, query, ranks
        self.typed = query.get("q", "").strip()[:80]
        self.found = self.search() if self.typed else None
        keys = self.keys()
        self.total = sum(map(len, keys.values()))
        self.parts = {name: self.part(name, keys[name]) for name in self.lists}

    def keys(self) -> dict[str, list[int]]:
        """Everybody, by name; those who wait by rank, offers by their end."""
        rows = Participation.objects.filter(occurrence=self.occurrence.pk).order_by(
            "usager__last_name", "usager__first_name", "pk"
        )
        everybody = list(rows.values_list("pk", "state", "offer_expires_at"))
        self.left = sum(state == State.BOOKED for _key, state, _end in everybody)
        offers = sorted((end, key) for key, _state, end in everybody if end)
        self.ends = [end for end, _key in offers]
        keys = {name: [key for key, state, _end in everybody if state in wanted] for name, wanted in self.lists.items()}
        return {**keys, "attente": list(self.ranks), "offres": [key for _end, key in offers]}

    def search(self) -> set[int]:
        people = Usager.objects.matching(self.typed).order_by()
        rows = Participation.objects.filter(occurrence=self.occurrence.pk, usager__in=people.values("pk"))
        return set(rows.order_by().values_list("pk", flat=True))

    def part(self, name: str, keys: Sequence[int]) -> Part:
        """A search keeps the page of each list for when it ends: what it found has pages of its own."""
        shown = keys if self.found is None else [key for key in keys if key in self.found]
        place = name if self.found is None else f"trouves-{name}"
        return Part(place, len(keys), Paginator(shown, PER_PAGE).get_page(self.query.get(place)), self.query)

    @property
    def is_long(self) -> bool:
        """Enough people for a search to be of use."""
        return self.total > WORTH_A_SEARCH

    def load(self) -> list[Participation]:
        """Read the rows of every list shown, in one statement."""
        wanted = {key for part in self.parts.values() for key in part.page}
        people = Participation.objects.filter(pk__in=wanted).select_related(*self.related)
        rows = people.in_bulk()
        for row in rows.values():
            row.occurrence = self.occurrence
        for part in self.parts.values():
            part.rows = [rows[key] for key in part.page if key in rows]
        return list(rows.values())

    def everything(self) -> str:
        """The address without the search: where one was."""
        return self.without(key for key in self.query if key == "q" or key.startswith("trouves-"))

    def without(self, names: Iterable[str]) -> str:
        kept: Any = self.query.copy()
        for name in list(names):
            kept.pop(name, None)
        return f"?{kept.urlencode()}"

    def places(self) -> list[tuple[str, str]]:
        """What the search form keeps of the address."""
        return [(name, self.query[name]) for name in self.lists if name in self.query]


class Roll(PeopleOfSeance):
    """Who is called on the day. Names and states only: the phone passes from hand to hand."""

    lists = ROLL
    related = ("usager",)
