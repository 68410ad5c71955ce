"""Levels become one policy: every rule applies, the most specific parameter wins unless *imposé*.

Responsible for origins (« where does this value come from? ») and for which rules may replace which
parameter.  Refuses a replacement written below the level that imposes the parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config_rules.decisions import EffectiveParameter
from config_rules.rules import Level, LevelName, Replace, Rule
from config_rules.vocabulary import BUILT_IN_PARAMETERS, ParameterValue

DEFAULT_ORIGIN = "default"
_RANK = {str(name): rank for rank, name in enumerate(LevelName)}


@dataclass(frozen=True, slots=True)
class Replacement:
    """A rule that replaces a parameter, and its bit in the set of replacements that applied."""

    rule: Rule
    level: str
    parameter: str
    value: ParameterValue
    bit: int


@dataclass(frozen=True, slots=True)
class MergedPolicy:
    """Effective parameters, rules with their level, and the replacements that may apply."""

    parameters: dict[str, EffectiveParameter]
    rules: tuple[tuple[str, Rule], ...]
    replacements: tuple[Replacement, ...]
    ignored: tuple[tuple[str, Rule], ...]

    def replacements_of(self, code: str) -> tuple[Replacement, ...]:
        return tuple(replacement for replacement in self.replacements if replacement.parameter == code)

    def by_strictness(self, code: str) -> list[tuple[ParameterValue, tuple[Replacement, ...]]]:
        """The values that rules may give to this parameter, the strictest first: it wins."""
        parameter = BUILT_IN_PARAMETERS[code]
        groups: dict[tuple[int, int], list[Replacement]] = {}
        for replacement in self.replacements_of(code):
            groups.setdefault(parameter.strictness_key(replacement.value), []).append(replacement)
        return [(groups[key][0].value, tuple(groups[key])) for key in sorted(groups)]

    def replaced(self, applied: int) -> dict[str, EffectiveParameter]:
        """The parameters once these replacements (a set of bits) have applied."""
        parameters = dict(self.parameters)
        for code in {replacement.parameter for replacement in self.replacements if replacement.bit & applied}:
            for value, candidates in self.by_strictness(code):
                winner = next((candidate for candidate in candidates if candidate.bit & applied), None)
                if winner is not None:
                    parameters[code] = EffectiveParameter(value, f"rule:{winner.rule.code}")
                    break
        return parameters


def sort_levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    """From the most general to the most specific, whatever the order given."""
    return tuple(sorted(levels, key=lambda level: _RANK[level.name]))


def merge(levels: Sequence[Level]) -> MergedPolicy:
    """One policy out of validated levels."""
    ordered = sort_levels(levels)
    parameters = _merge_parameters(ordered)
    rules = tuple((level.name, rule) for level in ordered for rule in level.document.rules)
    replacing = [(level, rule) for level, rule in rules if isinstance(rule.effect, Replace)]
    allowed = [pair for pair in replacing if _may_replace(pair, parameters)]
    return MergedPolicy(
        parameters=parameters,
        rules=rules,
        replacements=tuple(_replacement(pair, index) for index, pair in enumerate(allowed)),
        ignored=tuple(pair for pair in replacing if pair not in allowed),
    )


def _merge_parameters(levels: Sequence[Level]) -> dict[str, EffectiveParameter]:
    effective = {
        code: EffectiveParameter(parameter.default, DEFAULT_ORIGIN) for code, parameter in BUILT_IN_PARAMETERS.items()
    }
    for level in levels:
        for code in (*level.document.parameters, *level.document.imposed):
            if effective[code].imposed:
                continue
            value = level.document.parameters.get(code, effective[code].value)
            effective[code] = EffectiveParameter(value, level.name)
        for code in level.document.imposed:
            if not effective[code].imposed:
                effective[code] = EffectiveParameter(effective[code].value, level.name, imposed=True)
    return effective


def _may_replace(pair: tuple[str, Rule], parameters: dict[str, EffectiveParameter]) -> bool:
    level, rule = pair
    if not isinstance(rule.effect, Replace):
        return False
    effective = parameters[rule.effect.parameter]
    return not effective.imposed or _RANK[level] <= _RANK[effective.origin]


def _replacement(pair: tuple[str, Rule], index: int) -> Replacement:
    level, rule = pair
    if not isinstance(rule.effect, Replace):
        raise TypeError("only replacements get here")
    return Replacement(rule, level, rule.effect.parameter, rule.effect.value, 1 << index)
