"""The reference page names every code that exists, and the examples of the README run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import config_rules
from config_rules import BUILT_IN_PARAMETERS, BUILT_IN_VOCABULARY
from config_rules.evaluator import Seat
from config_rules.rules.templates import TEMPLATES
from tests.config_rules.cases import facts

PACKAGE = Path(config_rules.__file__).parent
REFERENCE = (PACKAGE.parent / "docs" / "rules.md").read_text()
README = (PACKAGE / "README.md").read_text()
FINDINGS = sorted(
    {code for path in PACKAGE.rglob("*.py") for code in re.findall(r'"(RG-[EWN]\d{3})"', path.read_text())}
)


@pytest.mark.parametrize("code", [*BUILT_IN_PARAMETERS, *(fact.code for fact in BUILT_IN_VOCABULARY), *TEMPLATES])
def test_the_reference_names_every_parameter_fact_and_gabarit(code):
    assert f"`{code}`" in REFERENCE


@pytest.mark.parametrize("code", FINDINGS)
def test_the_reference_names_every_finding(code):
    assert code in REFERENCE


def test_the_reference_names_no_finding_that_does_not_exist():
    named = set(re.findall(r"RG-[EWN]\d{3}", REFERENCE)) - {"RG-E900"}

    assert named == set(FINDINGS)


@pytest.mark.parametrize("seat", [seat for seat in Seat if "promote" not in seat and seat is not Seat.STILL_WAITING])
def test_the_readme_names_every_answer_of_placement(seat):
    ending = seat.removeprefix("placement.").removeprefix("overbooking").removeprefix("waitlist")

    assert f"`{seat}`" in README or f"…{ending}" in README


def test_the_first_example_of_the_readme_runs():
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names = {"facts": facts(occurrence__seats_left=0, occurrence__waiting_count=2)}

    exec(compile(example, "README.md", "exec"), names)

    assert names["decision"].headline.code == "placement.waitlisted"
