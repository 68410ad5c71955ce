"""The look of the admin: title, colours, sidebar. Callables are named as strings: settings import no app."""

from django.templatetags.static import static

# Blues that hold 4.5:1 as text (600 on white and on grey, 500 on the dark background) and under white text (600 and darker).
BLUES = {
    "50": "oklch(97.5% .012 252)",
    "100": "oklch(94.5% .025 252)",
    "200": "oklch(89% .05 252)",
    "300": "oklch(82% .08 252)",
    "400": "oklch(75.5% .11 252)",
    "500": "oklch(70% .125 252)",
    "600": "oklch(47% .12 254)",
    "700": "oklch(41.5% .11 255)",
    "800": "oklch(36% .09 256)",
    "900": "oklch(31% .075 257)",
    "950": "oklch(24% .055 258)",
}
# unfold's greys for secondary text fall under 4.5:1 on grey: one step darker.
INKS = {
    "subtle-light": "var(--color-base-600)",
    "subtle-dark": "var(--color-base-400)",
    "default-light": "var(--color-base-700)",
    "default-dark": "var(--color-base-300)",
    "important-light": "var(--color-base-900)",
    "important-dark": "var(--color-base-100)",
}

UNFOLD = {
    "SITE_TITLE": "Actions collectives",
    "SITE_HEADER": "Actions collectives",
    "SITE_SYMBOL": "groups",
    "SITE_URL": None,  # the console is the site of agents: nowhere to go back to
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("console/favicon.svg")},
    ],
    "ENVIRONMENT": "backoffice.console.site.environment",
    "COLORS": {"primary": BLUES, "font": INKS},
    "STYLES": [lambda request: static("console/console.css"), lambda request: static("console/pages.css")],
    "SCRIPTS": [
        lambda request: static("console/console.js"),
        lambda request: static("console/lists.js"),
        lambda request: static("console/dialogs.js"),
        lambda request: static("console/cells.js"),
        lambda request: static("console/typography.js"),
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "backoffice.console.home.home",
    "COMMAND": {"search_models": False, "show_history": False},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "backoffice.console.navigation.sidebar",
    },
}
