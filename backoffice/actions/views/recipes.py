"""« Partir d'une recette »: five ready-made configurations, each shown filled with the data of the territory. One service call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.urls import reverse

from backoffice.actions.forms.planning import plannable
from backoffice.actions.services.recipes import RECIPES, adopt
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.forms import PlainForm, number_input, select, text_input
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, Service, Venue

if TYPE_CHECKING:
    from backoffice.directory.models import User


class RecipeForm(PlainForm):
    """Whose, under which name, for how many people."""

    organisation = forms.ModelChoiceField(
        label="Organisation", queryset=Organisation.objects.none(), widget=select(), empty_label="Choisir"
    )
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), widget=select(), empty_label="Choisir"
    )
    name = forms.CharField(label="Nom du motif", max_length=100, widget=text_input(), help_text="Vu par les agents.")
    seats = forms.IntegerField(label="Places", min_value=1, max_value=2000, widget=number_input())
    venue = forms.ModelChoiceField(
        label="Lieu", queryset=Venue.objects.none(), required=False, widget=select(), empty_label="Pas de lieu habituel"
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = {
            "organisation": plannable(Organisation.objects.visible_to(user).filter(is_active=True), user),
            "service": Service.objects.visible_to(user, Activity.CONFIGURE),
            "venue": Venue.objects.visible_to(user, Activity.PLAN),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset
        for name in ("organisation", "service"):
            first = rows[name].first()
            self.initial.setdefault(name, first.pk if first else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        organisation = cleaned.get("organisation")
        for name in ("service", "venue"):
            row = cleaned.get(name)
            if organisation and row and row.territory_id != organisation.territory_id:
                self.add_error(name, "Ce choix appartient à un autre territoire que l’organisation.")
        return cleaned


class RecipesView(ConsoleView):
    template_name = "actions/recipes.html"
    title = "Partir d’une recette"

    def prepare(self, **kwargs: Any) -> None:
        require_to_configure(self.request.user)

    def context(self) -> dict[str, Any]:
        return {"recipes": RECIPES.values()}


class RecipeDialog(Dialog):
    form_class = RecipeForm
    template_name = "actions/recipe.html"
    submit_label = "Créer le motif et choisir les dates"

    def prepare(self, *, recipe_code: str, **kwargs: Any) -> None:
        if recipe_code not in RECIPES:
            raise Http404
        self.recipe = RECIPES[recipe_code]
        require_to_configure(self.request.user)

    @property
    def title(self) -> str:
        return self.recipe.title

    def form_options(self) -> dict[str, Any]:
        motif = self.recipe.motif
        return {"user": self.request.user, "initial": {"name": motif["name"], "seats": motif["default_seats"]}}

    def context(self) -> dict[str, Any]:
        return {"recipe": self.recipe}

    def perform(self, form: RecipeForm) -> str:
        self.asked = form.cleaned_data
        self.adopted = adopt(recipe=self.recipe, user=self.request.user, **self.asked)
        return f"Le motif « {self.adopted.motif} » est créé. Choisissez maintenant ses dates."

    def back(self) -> str:
        """The form of the dates, filled in as the recipe says."""
        adopted = getattr(self, "adopted", None)
        if adopted is None:
            return reverse("admin:recipes")
        if adopted.action is not None:
            return f"{reverse('admin:add_day', args=[adopted.action.pk])}?recette={self.recipe.code}"
        venue = self.asked["venue"]
        place = f"&lieu={venue.pk}" if venue else ""
        address = reverse("admin:actions_collectiveaction_add")
        return f"{address}?recette={self.recipe.code}&motif={adopted.motif.pk}&organisation={self.asked['organisation'].pk}{place}"


def require_to_configure(user: User) -> None:
    if not (user.perimeter.has(Activity.CONFIGURE) and user.perimeter.has(Activity.PLAN)):
        raise NotAllowed
