"""Three distances on two axes: what a neighbour of the same territory reads changes with them, and nothing else does.

The matrix of tenants is asked with the strictest settings; here each pair of settings, of two organisations in one group or in two."""

from __future__ import annotations

import itertools

import pytest

from backoffice.booking.models import Participation
from backoffice.directory.models import Organisation, OrganisationGroup, Territory
from backoffice.people.models import Usager
from tests.console.matrix import addresses
from tests.console.matrix.crawler import Crawl
from tests.console.matrix.tenants import FOREIGN, OWN, SHARED, SISTER

pytestmark = pytest.mark.pages

DISTANCES = ("organisation", "group", "territory")
PAIRS = list(itertools.product(DISTANCES, DISTANCES))
# What each axis opens of a neighbour's people: who they are; where they were enrolled, which names the séance.
IDENTITY = ("people.Usager.", "notifications.OutboxMessage.")
HISTORY = ("booking.Participation.", "actions.")
ABOUT_PEOPLE = {"people.Usager", "booking.Participation", "booking.Decision", "notifications.OutboxMessage"}


@pytest.fixture
def crawl(all_tenants):
    """An agent's browser in a territory with these settings, where the two organisations are in one group or not."""

    def signed_in(identity: str, history: str, *, together: bool = True) -> Crawl:
        territory = all_tenants[SHARED].rows["directory.Territory"]
        Territory.objects.filter(pk=territory.pk).update(identity_sharing=identity, history_sharing=history)
        for name, letter in (("Un", OWN), ("Un" if together else "Deux", SISTER)):
            group, _is_new = OrganisationGroup.objects.get_or_create(territory=territory, name=name)
            Organisation.objects.filter(pk=all_tenants[letter].rows["directory.Organisation"].pk).update(group=group)
        shared = [
            each
            for each, distance in ((IDENTITY, identity), (HISTORY, history))
            if reaches(distance, together=together)
        ]
        return Crawl("agent", all_tenants, neighbours=tuple(itertools.chain(*shared))).signed_in()

    return signed_in


def reaches(distance: str, *, together: bool) -> bool:
    return distance == "territory" or (distance == "group" and together)


def look(crawl: Crawl) -> None:
    """The pages, lists, searches, choices and exports that are about people."""
    for address in addresses.every():
        if address.label in ABOUT_PEOPLE:
            crawl.visit(address)
    for model in (Usager, Participation):
        crawl.complete(model)
        crawl.search(model)
        crawl.export(model)


def opens(crawl: Crawl, label: str, letter: str) -> bool:
    row = crawl.tenants[letter].rows[label]
    return crawl.client.get(f"/{label.lower().replace('.', '/')}/{row.pk}/change/").status_code == 200


@pytest.mark.parametrize(
    ("identity", "history"),
    [pytest.param(*pair, marks=[] if pair == ("organisation", "territory") else [pytest.mark.slow]) for pair in PAIRS],
)
def test_each_axis_opens_what_it_says_and_nothing_else(crawl, identity, history):
    asked = crawl(identity, history)

    look(asked)

    assert not asked.findings, "\n".join(sorted(set(asked.findings)))
    assert opens(asked, "people.Usager", OWN)
    assert opens(asked, "people.Usager", SISTER) == reaches(identity, together=True)
    assert not opens(asked, "people.Usager", FOREIGN)


@pytest.mark.slow
def test_two_groups_of_a_territory_share_nothing_when_groups_share(crawl):
    asked = crawl("group", "group", together=False)

    look(asked)

    assert not asked.findings, "\n".join(sorted(set(asked.findings)))
    assert not opens(asked, "people.Usager", SISTER)


@pytest.mark.slow
@pytest.mark.parametrize(("identity", "history"), PAIRS)
def test_no_page_of_the_product_shows_more(crawl, identity, history):
    asked = crawl(identity, history)

    asked.read()
    asked.write()

    assert not asked.findings, "\n".join(sorted(set(asked.findings)))
