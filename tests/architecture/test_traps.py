"""The traps of the suite bite, and only what they are set for."""

from random import Random

import pytest
from django.db.models import QuerySet
from django.template import Context, Origin, Template

from backoffice.directory.models import Service, Territory
from tests import traps, world


def shown(source: str, folder: str) -> list[str]:
    """What is collected when a template of this folder is rendered."""
    with traps.unknown_variables() as seen:
        Template(source, origin=Origin(str(traps.TEMPLATES / folder / "page.html"))).render(Context({"known": "oui"}))
    return seen


def test_an_unknown_variable_in_our_template_is_named():
    assert shown("{{ known }} {{ nobody.knows }}", "booking") == ["{{ nobody.knows }} in booking/page.html"]


@pytest.mark.parametrize(
    "source",
    ["{{ known }}", "{% if nobody %}{% endif %}", "{{ nobody|default:'-' }}", "{% for x in nobody %}{% endfor %}"],
)
def test_a_variable_that_is_known_asked_for_or_foreseen_is_not_a_fault(source):
    assert shown(source, "booking") == []


@pytest.mark.parametrize("folder", ["admin", "unfold/helpers", "/usr/lib/package/templates"])
def test_the_templates_of_others_are_left_alone(folder):
    assert shown("{{ nobody }}", folder) == []


@pytest.fixture
def territories(db):
    return [world.territory(code, f"Territoire {code}") for code in ("01", "02", "03")]


def codes(rows: QuerySet) -> list[str]:
    return [row.code for row in rows]


def test_a_list_without_order_does_not_come_back_as_stored(territories):
    assert codes(Territory.objects.order_by()) != codes(Territory.objects.order_by("pk"))
    assert codes(Territory.objects.order_by("pk")) == ["01", "02", "03"]


def test_a_shuffle_is_the_same_at_each_run():
    once, again = list(range(20)), list(range(20))
    traps.shuffle(once, Random("seed"))
    traps.shuffle(again, Random("seed"))
    assert once == again != list(range(20))


def test_two_rows_always_change_places(territories):
    rows = [1, 2]
    for seed in range(5):
        traps.shuffle(rows, Random(seed))
        assert rows == ([2, 1] if seed % 2 == 0 else [1, 2])


def test_a_list_read_twice_stays_as_it_was_read(territories):
    rows = Service.objects.order_by()
    assert list(rows) == list(rows)
