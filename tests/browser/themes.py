"""What a page looks like in light and in dark, and what it answers while it may be leaving."""

from __future__ import annotations

import re

from playwright.sync_api import Error, Page, expect


def wear(page: Page, theme: str) -> None:
    """The page in this theme. The admin's reads the system's once, when it opens: an open page is switched as its menu does, without transition."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    if asked(page, "'Alpine' in window"):
        asked(page, "theme => Alpine.$data(document.documentElement).switchTheme(theme)", theme)
        expect(page.locator("html")).to_have_class(re.compile(rf"\b{theme}\b"))


def asked(page: Page, expression: str, argument: object = None) -> object:
    """What the page answers; asked again, to the page that takes its place, when it was leaving at that instant."""
    for _attempt in range(3):
        try:
            return page.evaluate(expression, argument)
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            page.wait_for_load_state()
    return page.evaluate(expression, argument)
