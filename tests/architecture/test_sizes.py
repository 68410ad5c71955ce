"""Sizes that keep a module readable in one sitting."""

from __future__ import annotations

from statistics import median

from tests.architecture.sources import everything, length, product

MODULE_LINES = 250
FUNCTION_LINES = 40
MEDIAN_LINES = 10
# Tables that are read line by line, each with its reason.
TABLES = {"config_rules/vocabulary/catalogue.py": "the facts and parameters of the language, one declaration each"}


def test_a_module_is_read_in_one_sitting():
    sizes = {module.address: module.text.count("\n") for module in everything() if module.address not in TABLES}
    long = {address: lines for address, lines in sizes.items() if lines > MODULE_LINES}

    assert not long, f"Over {MODULE_LINES} lines; turn it into a folder of the same name, one file per subject: {long}"


def test_no_function_needs_scrolling():
    long = [
        f"{module.address}:{function.lineno} {function.name} ({length(function)} lines)"
        for module in everything()
        for function in module.functions()
        if length(function) > FUNCTION_LINES
    ]

    assert not long, f"Over {FUNCTION_LINES} lines; name its steps and call them: {long}"


def test_the_median_function_is_short(record_property):
    lengths = [length(function) for module in product() for function in module.functions()]
    record_property("median_function_lines", median(lengths))

    assert median(lengths) < MEDIAN_LINES, f"The median of {len(lengths)} functions is {median(lengths)} lines."
