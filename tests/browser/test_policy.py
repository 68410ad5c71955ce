"""The content security policy in a real browser: no page breaks it, and no page calls anybody else (reliability R58)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page

from backoffice.directory.models import User
from tests import world
from tests.console import pages
from tests.console.furnished import furnish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
KINDS = ("index", "changelist", "change", "seance", "participation", "history")


class Visit:
    """What a browser complains of and whom it calls while it reads pages."""

    def __init__(self, page: Page, here: str) -> None:
        self.page, self.here = page, here
        self.broken: list[str] = []
        self.elsewhere: set[str] = set()
        page.on("console", self.hear)
        page.on("request", lambda request: self.follow(request.url))

    def hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.broken.append(f"{self.page.url}: {message.text}")

    def follow(self, url: str) -> None:
        if not url.startswith((self.here, "data:", "blob:")):
            self.elsewhere.add(url)

    def read(self, address: str) -> None:
        self.page.goto(self.here + address)
        self.page.evaluate("new Promise(requestAnimationFrame)")


@pytest.fixture
def visit(page, live_server, sign_in, nadia, crest):
    furnish(nadia, crest)
    sign_in(User.objects.create_superuser("racine@example.org", world.PASSWORD, first_name="Racine", last_name="Test"))
    return Visit(page, live_server.url)


@pytest.mark.slow  # every page of the console, one after the other
def test_no_page_breaks_the_policy_nor_calls_another_site(visit):
    addresses = [one.url for one in pages.every_page() if one.name.endswith(KINDS)]
    for address in addresses:
        visit.read(address)

    assert len(addresses) > 15
    assert visit.broken == []
    assert visit.elsewhere == set()


def test_a_stricter_policy_is_seen_to_break(visit, settings):
    """The negative control of the test above."""
    settings.CONTENT_SECURITY_POLICY = "default-src 'self'"
    visit.read(reverse("admin:index"))

    assert visit.broken
