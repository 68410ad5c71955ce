"""A real browser on the real pages. Without Chromium on the machine these tests are skipped, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, Locator, Page

from backoffice.directory.models import User
from tests.browser.themes import asked, wear

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium of the machine; playwright's own is not downloaded."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args():
    """An agent overseas: pages must show the territory's time, not hers. Replaces the plugin's own, which warns under this pytest."""
    return {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", "timezone_id": "America/Martinique"}


@pytest.fixture(scope="session", autouse=True)
def _allow_the_orm_beside_playwright():
    """playwright runs an event loop in the thread of the test; Django would refuse to query there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session", autouse=True)
def _hands_wait_for_the_page():
    """Nothing is pressed nor typed before the page has loaded: its scripts would not hear it, and no hand is that quick."""

    def patient(act: Callable) -> Callable:
        def acted(locator: Locator, *given, **options):
            locator.wait_for(state="attached", timeout=options.get("timeout"))
            locator.page.wait_for_load_state("load")
            return act(locator, *given, **options)

        return acted

    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "fill", "press", "press_sequentially", "select_option", "check", "uncheck"):
            patch.setattr(Locator, name, patient(getattr(Locator, name)))
        yield


@pytest.fixture(autouse=True)
def _slow_machine(request):
    """`SLOWER=6 make test T=tests/browser`: as on a processor six times slower, where a race that hides here shows."""
    if factor := os.environ.get("SLOWER"):
        page = request.getfixturevalue("page")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": float(factor)})


@pytest.fixture
def sign_in(context, live_server) -> Callable[[User], None]:
    """Gives the browser the session of somebody, without the form."""

    def sign(user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign


@pytest.fixture
def look(page: Page):
    """Leaves a picture of the page in each size and theme; the page never scrolls sideways."""

    def taken(name: str, wide: int = 1440) -> None:
        folder = settings.BASE_DIR / "var" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        for width, height in ((wide, 900), (375, 800)):
            page.set_viewport_size({"width": width, "height": height})
            for theme in ("light", "dark"):
                wear(page, theme)
                picture(page, folder / f"{name}-{width}-{theme}.png")
            assert asked(page, "document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width}"
        wear(page, "light")
        page.set_viewport_size({"width": wide, "height": 900})

    return taken


def picture(page: Page, path: Path) -> None:
    """Chromium without a screen sometimes misses a frame just after a resize: ask again, then go on; the story is what is tested."""
    for pause in (50, 250, 250, 250):
        page.wait_for_timeout(pause)
        with suppress(Error):
            page.screenshot(path=path)
            return
