"""What a keyboard and a screen reader find: axe on each page in both themes, and a walk with Tab, Enter and Escape."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from backoffice.directory.models import User
from tests import world
from tests.browser.themes import wear
from tests.console import pages
from tests.console.furnished import furnish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
SEVERE = {"serious", "critical"}
KEY_PAGES = {
    "index",
    "catalogue_motif_changelist",
    "catalogue_motif_change",
    "catalogue_motif_history",
    "seance",
    "policy",
    "policies_policy_changelist",
    "actions_occurrence_changelist",
}
CONTRAST = {"runOnly": ["color-contrast"]}
BETWEEN_TWO_KEYS = 100  # ms: a menu that opens ignores an Escape within its first twenty; no hand is that quick


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("racine@example.org", world.PASSWORD, first_name="Racine", last_name="Test")


@pytest.fixture
def motif(nadia, crest):
    """A territory with one row in most tables."""
    return furnish(nadia, crest).action.motif


@pytest.fixture
def console(page: Page, live_server, sign_in, root, motif):
    """The browser of the super-administrator, and how to open an address of the console."""
    sign_in(root)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))

    def opened(url: str) -> Page:
        page.goto(live_server.url + url)
        return page

    yield opened
    assert problems == []


def faults(page: Page, options: dict | None = None) -> list[str]:
    """The serious faults that axe finds, each with its rule and its first element."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["impact"] in SEVERE]


def in_both_themes(page: Page) -> list[str]:
    wear(page, "dark")
    dark = faults(page, CONTRAST)
    wear(page, "light")
    return faults(page) + dark


def opens(page: Page, url: str) -> bool:
    """Whether this address shows a page to this person, and not a file or a refusal without words."""
    answer = page.request.get(url, max_redirects=0)
    return answer.ok and "text/html" in answer.headers["content-type"]


def faults_of(console, addresses: list[pages.Page]) -> dict[str, list[str]]:
    """The faults of each page that opens, by name."""
    page = console(reverse("admin:index"))
    root = page.url.rstrip("/")
    return {one.name: in_both_themes(console(one.url)) for one in addresses if opens(page, root + one.url)}


def test_no_serious_fault_on_the_key_pages(console):
    assert faults_of(console, [one for one in pages.every_page() if one.name in KEY_PAGES]) == {
        name: [] for name in KEY_PAGES
    }


@pytest.mark.slow
def test_no_serious_fault_on_any_page(console):
    found = faults_of(console, pages.every_page())
    assert set(found) >= KEY_PAGES
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_no_serious_fault_before_signing_in(page: Page, live_server, db):
    page.goto(live_server.url + reverse("admin:login"))
    assert in_both_themes(page) == []
    assert page.locator("html").get_attribute("lang") == "fr"


def test_a_fault_planted_in_a_page_is_found(console):
    page = console(reverse("admin:index"))
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input><p style=\"color:#ccc;background:#fff\">Pâle</p>')"
    )
    assert {fault.split(":")[0] for fault in faults(page)} == {"label", "color-contrast"}


def test_the_other_theme_is_worn_at_once_by_who_wants_no_motion(console):
    """An element that moves to its new colour, however fast, has the former one until the next frame: unreadable while the machine is busy."""
    page = console(reverse("admin:index"))
    wear(page, "light")
    moving = page.evaluate(
        """() => {
            Alpine.$data(document.documentElement).switchTheme("dark");
            return new Promise(told => setTimeout(() => told(document.getAnimations().filter(one => one instanceof CSSTransition).length)));
        }"""
    )
    assert moving == 0


def test_the_first_tab_goes_to_the_content(console):
    page = console(reverse("admin:index"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_account_menu_opens_with_the_keyboard_and_gives_the_focus_back(console):
    page = console(reverse("admin:index"))
    menu = page.locator("[role=button][aria-expanded]", has_text="racine@example.org")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator(":focus")).to_contain_text("Clair")
    page.wait_for_timeout(BETWEEN_TWO_KEYS)
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_signing_out_needs_no_mouse(console):
    page = console(reverse("admin:index"))
    page.locator("[role=button][aria-expanded]", has_text="racine@example.org").press("Enter")
    page.get_by_role("button", name="Se déconnecter").press("Enter")
    expect(page.get_by_text("Vous êtes déconnecté.")).to_be_visible()


def test_the_sidebar_folds_with_the_keyboard(console):
    page = console(reverse("admin:index"))
    toggle = page.get_by_role("button", name="Afficher ou masquer le menu")
    toggle.press("Enter")
    expect(page.locator("#nav-sidebar")).to_be_hidden()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.press(" ")
    expect(page.locator("#nav-sidebar")).to_be_visible()


def test_the_menu_beside_a_list_opens_with_the_keyboard(console, motif):
    page = console(reverse("admin:catalogue_motif_change", args=[motif.pk]))
    beside = page.locator(".field-service").get_by_role("button", name="Actions sur l’élément choisi")
    beside.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Modifier l’élément choisi")
    page.wait_for_timeout(BETWEEN_TWO_KEYS)
    page.keyboard.press("Escape")
    expect(beside).to_be_focused()


def test_a_list_has_the_name_of_its_field_and_speaks_french(console, motif):
    page = console(reverse("admin:catalogue_motif_change", args=[motif.pk]))
    page.get_by_role("combobox", name="Catégorie").press("Enter")
    page.keyboard.type("zzz")
    expect(page.locator(".select2-results")).to_have_text("Aucun résultat")


def test_no_shortcut_of_one_key(console):
    page = console(reverse("admin:catalogue_motif_changelist"))
    for key in ["/", "f", "c", "[", "?", "Control+e"]:
        page.keyboard.press(key)
    assert page.url.endswith(reverse("admin:catalogue_motif_changelist"))
    expect(page.locator("#searchbar")).not_to_be_focused()
    expect(page.locator("html")).not_to_have_class("dark")


def test_icons_are_not_read_aloud(console):
    page = console(reverse("admin:catalogue_motif_changelist"))
    spoken = page.locator("body").aria_snapshot()
    assert "dock_to_right" not in spoken
    assert "filter_list" not in spoken


def test_the_time_is_the_territory_s_and_no_warning_says_otherwise(console):
    page = console(reverse("admin:index"))
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<div class=\"help timezonewarning\">!</div>')"
    )
    expect(page.locator(".timezonewarning")).to_be_hidden()


def test_a_page_is_readable_without_scripts(browser, live_server, db):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:login"))
    expect(page.get_by_label("Adresse e-mail")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 375])
def test_a_phone_shows_a_page_without_scrolling_sideways(console, motif, width):
    for url in (reverse("admin:index"), reverse("admin:catalogue_motif_change", args=[motif.pk])):
        page = console(url)
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
