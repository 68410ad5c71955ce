"""The admin site: who may enter, and what the first page shows."""

from unfold.sites import UnfoldAdminSite


class ConsoleSite(UnfoldAdminSite):
    index_title = "Accueil"
    enable_nav_sidebar = True
