"""Sizes that keep a module readable in one sitting. Tests have more room: a story, or a table of cases, is told in one go."""

from __future__ import annotations

from statistics import median

import pytest

from tests.architecture.sources import length, modules, product

MODULE_LINES = {"product": 250, "tests": 350}
FUNCTION_LINES = {"product": 40, "tests": 60}
MEDIAN_LINES = 10


def sources(part):
    return product() if part == "product" else modules("tests")


@pytest.mark.parametrize("part", MODULE_LINES)
def test_a_module_is_read_in_one_sitting(part):
    sizes = {module.address: module.text.count("\n") for module in sources(part)}
    long = {address: lines for address, lines in sizes.items() if lines > MODULE_LINES[part]}

    assert not long, f"Over {MODULE_LINES[part]} lines; make it a folder of the same name, one file per subject: {long}"


@pytest.mark.parametrize("part", FUNCTION_LINES)
def test_no_function_needs_scrolling(part):
    long = [
        f"{module.address}:{function.lineno} {function.name} ({length(function)} lines)"
        for module in sources(part)
        for function in module.functions()
        if length(function) > FUNCTION_LINES[part]
    ]

    assert not long, f"Over {FUNCTION_LINES[part]} lines; name its steps and call them: {long}"


def test_the_median_function_is_short(record_property):
    lengths = [length(function) for module in product() for function in module.functions()]
    record_property("median_function_lines", median(lengths))

    assert median(lengths) < MEDIAN_LINES, f"The median of {len(lengths)} functions is {median(lengths)} lines."
