"""Why an act on actions is refused."""

from backoffice.console.base.errors import BackofficeError


class ImpossibleDates(BackofficeError):
    """The dates asked for do not exist, exist twice, or are already taken."""

    code = "impossible_dates"
    message = "Ces dates ne conviennent pas."


class UnknownStation(BackofficeError):
    code = "unknown_station"
    message = "Cette journée n’a pas ce poste."


class RecipeRefused(BackofficeError):
    """The motif that a recipe would write is refused; the sentence says why."""

    code = "recipe_refused"
    message = "Ce motif ne peut pas être créé."
