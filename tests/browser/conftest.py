"""A real browser on the real pages. Without Chromium on the machine these tests are skipped, and say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from backoffice.directory.models import User

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


@pytest.fixture
def sign_in(context, live_server) -> Callable[[User], None]:
    """Gives the browser the session of somebody, without the form."""

    def sign(user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign
