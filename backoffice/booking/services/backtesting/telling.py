"""The figures of a replay in words: the table from → to, the reasons, the organisations, what could not be replayed. Names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.console.base.wording import count
from backoffice.directory.models import Organisation
from backoffice.policies.models import Rule
from backoffice.policies.services.custom_facts import vocabulary_of
from config_rules.backtest import Fate
from config_rules.explain.built_in import PUBLIC_SENTENCES, STAFF_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.booking.models import ReplayRun
    from backoffice.directory.models import Territory

FATES = {
    Fate.SEAT: "Inscrits",
    Fate.WAITLIST: "En liste d’attente",
    Fate.APPROVAL: "À valider",
    Fate.ASK: "Information à donner",
    Fate.REFUSED: "Refusés",
}
ONE_FATE = {
    Fate.SEAT: "Inscrite",
    Fate.WAITLIST: "En liste d’attente",
    Fate.APPROVAL: "À valider",
    Fate.ASK: "Information à donner",
    Fate.REFUSED: "Refusée",
}
BALANCES = {
    Fate.SEAT: ("inscription", "inscriptions"),
    Fate.WAITLIST: ("attente", "attentes"),
    Fate.APPROVAL: ("demande à valider", "demandes à valider"),
    Fate.ASK: ("information demandée", "informations demandées"),
    Fate.REFUSED: ("refus", "refus"),
}
MOST = 12


@dataclass(frozen=True)
class Cell:
    """Numbers of one square of the table; `is_same`: nothing changes for these people."""

    number: int
    is_same: bool


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True)
class Table:
    """From (rows) → to (columns)."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Compared:
    """One line of a comparison: before, after, and the difference with its sign."""

    label: str
    before: int
    after: int

    @property
    def difference(self) -> str:
        return signed(self.after - self.before)


@dataclass(frozen=True)
class Figures:
    """What the screens show of a report."""

    asked: int
    changed: int
    balances: tuple[str, ...]
    table: Table
    reasons: tuple[Compared, ...]
    organisations: tuple[Compared, ...]
    missing: tuple[str, ...]
    unreplayable: int
    faithful_percent: int | None

    @property
    def summary(self) -> str:
        """« 12 demandes sur 340 auraient une autre réponse : 3 inscriptions de plus, 3 refus de moins. »"""
        if not self.asked:
            return "Aucune demande n’a pu être rejouée." if self.unreplayable else "Aucune demande à rejouer."
        if not self.changed:
            return f"Aucune réponse ne change, sur {count(self.asked, 'demande')}."
        verb = "aurait" if self.changed == 1 else "auraient"
        gains = f" : {', '.join(self.balances)}" if self.balances else ""
        return f"{count(self.changed, 'demande')} sur {self.asked} {verb} une autre réponse{gains}."


def signed(number: int) -> str:
    return "0" if number == 0 else f"{'+' if number > 0 else '−'}{abs(number)}"


def figures_of(run: ReplayRun) -> Figures:
    """The report of a run in words, in three statements at most."""
    return figures(run.report, run.policy.territory)


def figures(report: dict[str, Any], territory: Territory) -> Figures:
    fates = transitions(report["fates"])
    unreplayable = sum(report["missing"].values())
    return Figures(
        asked=sum(fates.values()),
        changed=sum(number for (before, after), number in fates.items() if before is not after),
        balances=tuple(balances(fates)),
        table=table_of(fates),
        reasons=reasons_of(report, territory),
        organisations=organisations_of(report),
        missing=missing_of(report["missing"], territory),
        unreplayable=unreplayable,
        faithful_percent=100 * report["faithful"] // report["recorded"] if report["recorded"] else None,
    )


def transitions(stored: dict[str, int]) -> dict[tuple[Fate, Fate], int]:
    """« seat>refused » → (Fate.SEAT, Fate.REFUSED)."""
    return {(Fate(key.partition(">")[0]), Fate(key.partition(">")[2])): number for key, number in stored.items()}


def balances(fates: dict[tuple[Fate, Fate], int]) -> Iterable[str]:
    """« 138 inscriptions de plus »."""
    for fate, (one, several) in BALANCES.items():
        before, after = ends(fates, fate)
        if after != before:
            more = "de plus" if after > before else "de moins"
            yield f"{count(abs(after - before), one, several)} {more}"


def ends(fates: dict[tuple[Fate, Fate], int], fate: Fate) -> tuple[int, int]:
    """How many people have this fate before, and after."""
    before = sum(number for (start, _end), number in fates.items() if start is fate)
    return before, sum(number for (_start, end), number in fates.items() if end is fate)


def table_of(fates: dict[tuple[Fate, Fate], int]) -> Table:
    """Only the fates that somebody has."""
    present = [fate for fate in FATES if any(ends(fates, fate))]
    rows = tuple(
        Row(
            FATES[before],
            tuple(Cell(fates.get((before, after), 0), before is after) for after in present),
            ends(fates, before)[0],
        )
        for before in present
    )
    return Table(tuple(FATES[fate] for fate in present), rows)


def reasons_of(report: dict[str, Any], territory: Territory) -> tuple[Compared, ...]:
    """The headline of each answer, the most frequent first."""
    before, after = report["reasons_before"], report["reasons_after"]
    words = reason_words({*before, *after}, territory)
    lines = [Compared(words[code], before.get(code, 0), after.get(code, 0)) for code in {**before, **after}]
    return tuple(sorted(lines, key=lambda line: (-line.before - line.after, line.label))[:MOST])


def reason_words(codes: Iterable[str], territory: Territory) -> dict[str, str]:
    """What each code says: our own sentences, or the title of the rule."""
    titles = dict(Rule.objects.filter(policy__territory=territory).order_by("pk").values_list("code", "title"))
    ours = {**PUBLIC_SENTENCES, **STAFF_SENTENCES}
    return {code: ours.get(code) or f"Règle « {titles.get(code) or code} »" for code in codes}


def organisations_of(report: dict[str, Any]) -> tuple[Compared, ...]:
    """Seats given by each organisation, where somebody's answer changes."""
    counts = {int(key): transitions(stored) for key, stored in report["organisations"].items()}
    moved = {key: fates for key, fates in counts.items() if any(before is not after for before, after in fates)}
    names = dict(Organisation.objects.filter(pk__in=moved).order_by().values_list("pk", "name"))
    lines = [
        Compared(names.get(key, "Organisation supprimée"), *ends(fates, Fate.SEAT)) for key, fates in moved.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-abs(line.after - line.before), line.label)))


def missing_of(missing: dict[str, int], territory: Territory) -> tuple[str, ...]:
    """« 412 demandes sans cette information : l’âge le jour de la séance »."""
    words = vocabulary_of(territory)
    most_first = sorted(missing.items(), key=lambda pair: (-pair[1], pair[0]))
    labels = [(words[code].label if code in words else "un champ supprimé", number) for code, number in most_first]
    return tuple(f"{count(number, 'demande')} sans cette information : {label}" for label, number in labels)
