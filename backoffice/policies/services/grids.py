"""A policy on one page, to check and to print: every setting with where it comes from, every rule as a line of a table. Generated; never edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.policies.models import Policy
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.motifs import parameters_of
from backoffice.policies.services.wording import GROUPS, OFFERED, Names
from config_rules import BUILT_IN_PARAMETERS, ConfigRulesError, Level, LevelName, PolicyDocument, compile_policy
from config_rules.explain import grid
from config_rules.explain.wording import parameter_words

if TYPE_CHECKING:
    from backoffice.catalogue.models import Motif
    from config_rules import EffectiveParameter
    from config_rules.explain import Grid

DRAFT, PUBLISHED = "brouillon", "service"


@dataclass(frozen=True)
class Setting:
    """A parameter with its value in words and where it comes from."""

    label: str
    value: str
    origin: str


@dataclass(frozen=True)
class Table:
    """The rules of one policy, as a table with its caption."""

    caption: str
    grid: Grid


@dataclass(frozen=True)
class Sheet:
    """The page: settings by group, one table per policy that applies, and what keeps it from being complete (empty: nothing)."""

    settings: dict[str, list[Setting]]
    tables: tuple[Table, ...]
    fault: str = ""


def sheet_of(policy: Policy, motif: Motif | None, *, version: str = DRAFT) -> Sheet:
    """The policy as it would apply to a motif, the territory's own policy under it."""
    names = Names(policy.territory)
    shared = None if policy.is_for_territory else territory_policy(policy)
    own = document_of_version(policy, version)
    general = document_of_version(shared, PUBLISHED) if shared else PolicyDocument()
    try:
        settings = effective_settings(policy, own, shared, general, motif, names)
        tables = [table(f"Règles du territoire : {shared}", general, names)] if shared else []
        tables.append(table(f"Règles de cette politique : {policy}", own, names))
    except (ConfigRulesError, KeyError):
        return Sheet(
            {}, (), "Ce brouillon a des fautes : corrigez d’abord ce qui est signalé sur la page de la politique."
        )
    return Sheet(settings, tuple(table for table in tables if table.grid.rows))


def territory_policy(policy: Policy) -> Policy | None:
    """The policy that applies to the whole territory, beside this one."""
    rows = Policy.objects.filter(territory=policy.territory, is_for_territory=True, is_archived=False)
    return rows.exclude(pk=policy.pk).first()


def document_above(policy: Policy) -> tuple[PolicyDocument, str]:
    """What the territory's own policy says in force, and its name; nothing for that policy itself."""
    shared = None if policy.is_for_territory else territory_policy(policy)
    return (document_of_version(shared, PUBLISHED), str(shared)) if shared else (PolicyDocument(), "")


def document_of_version(policy: Policy, version: str) -> PolicyDocument:
    if version == DRAFT:
        return draft_document(policy)
    revision = policy.revisions.effective(timezone.now()).last()
    return revision.content if revision else PolicyDocument()


def table(caption: str, document: PolicyDocument, names: Names) -> Table:
    drawn = grid(document, names.words)
    rows = tuple(
        replace(row, effect=names(row.effect), cells=tuple(map(names, row.cells)), remarks=names(row.remarks))
        for row in drawn.rows
    )
    return Table(caption, replace(drawn, rows=rows))


def effective_settings(
    policy: Policy,
    own: PolicyDocument,
    shared: Policy | None,
    general: PolicyDocument,
    motif: Motif | None,
    names: Names,
) -> dict[str, list[Setting]]:
    """Every parameter offered, the most specific value first unless one above is imposed."""
    columns = parameters_of(motif) if motif else {}
    base = {**columns, **own.parameters}
    name = LevelName.TERRITORY if policy.is_for_territory else LevelName.MOTIF
    levels = [Level(name=name, document=replace(own, parameters=base))]
    if shared:
        levels.append(Level(name=LevelName.TERRITORY, document=general))
    found = compile_policy(levels, vocabulary=names.words).parameters
    origins = {
        **dict.fromkeys(general.parameters, f"Politique du territoire « {shared} »"),
        **dict.fromkeys(columns, f"Motif « {motif} »"),
        **dict.fromkeys(own.parameters, "Cette politique"),
    }
    groups: dict[str, list[Setting]] = {}
    for code in OFFERED:
        told = setting(code, found[code], origins.get(code, ""), f"Politique du territoire « {shared} »")
        groups.setdefault(GROUPS[BUILT_IN_PARAMETERS[code].group], []).append(told)
    return groups


def setting(code: str, effective: EffectiveParameter, origin: str, above: str) -> Setting:
    """What an upper level imposes comes from there, whatever is written below."""
    parameter = BUILT_IN_PARAMETERS[code]
    if effective.imposed and effective.origin == LevelName.TERRITORY and origin not in ("", above):
        origin = f"{above}, imposé"
    elif effective.imposed:
        origin = f"{origin}, imposé"
    is_usual = effective.value == parameter.default
    value = parameter.default_sentence if is_usual else parameter_words(parameter, effective.value)
    return Setting(parameter.label, value, origin or "Valeur par défaut")
