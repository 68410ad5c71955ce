"""The look of the admin: title, colours, sidebar. Callables are named as strings: settings import no app."""

UNFOLD = {
    "SITE_TITLE": "Actions collectives",
    "SITE_HEADER": "Actions collectives",
    "SITE_SYMBOL": "groups",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "COMMAND": {"search_models": False, "show_history": False},
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": []},
}
