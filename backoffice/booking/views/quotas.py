"""« Places réservées »: the quotas of one séance, or of an action, instead of those of the rules; who gets the seats that they let go is shown first.
One service call each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import CollectiveAction
from backoffice.actions.values import MAXIMUM, RESERVED
from backoffice.booking.forms import QuotasForm
from backoffice.booking.services.foretelling_rules import served_by, told_with_quotas, with_action_quotas
from backoffice.booking.services.naming import who_has_a_seat_now
from backoffice.booking.services.policies import parameters_in_force
from backoffice.booking.services.setting_quotas import set_action_quotas, set_quotas
from backoffice.booking.services.telling_quotas import as_rows, seats_told
from backoffice.booking.values import Actor
from backoffice.booking.views.seeing import SeenFirst
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.notifications.services.foretelling import foretell
from backoffice.policies.services.scopes import names_of_scopes

if TYPE_CHECKING:
    from backoffice.directory.models import Territory
    from backoffice.notifications.services.foretelling import Forecast


class QuotasDialog(SeenFirst):
    """The form starts from the numbers in force, so that one is changed without typing the others again."""

    form_class = QuotasForm
    template_name = "booking/quotas.html"
    title = "Places réservées"
    submit_label = "Enregistrer"
    of_what: str

    def current(self) -> dict[str, Any] | None:
        raise NotImplementedError

    def inherited(self) -> dict[str, Any]:
        """The numbers that apply without any of its own."""
        return {}

    def territory(self) -> Territory:
        raise NotImplementedError

    def form_options(self) -> dict[str, Any]:
        own = self.current()
        return {
            "scopes": names_of_scopes(self.territory()),
            "rows": as_rows(self.inherited() if own is None else own),
            "is_own": own is not None,
            "of_what": self.of_what,
        }


class SeanceQuotasDialog(AboutOccurrence, QuotasDialog):
    activity = Activity.PLAN
    of_what = "cette séance"

    def current(self) -> dict[str, Any] | None:
        return self.occurrence.quotas

    def inherited(self) -> dict[str, Any]:
        parameters = parameters_in_force(self.occurrence, self.now)
        return {code: dict(parameters[code].value) for code in (RESERVED, MAXIMUM)}

    def territory(self) -> Territory:
        return self.occurrence.territory

    def context(self) -> dict[str, Any]:
        return {**super().context(), "told": seats_told(self.occurrence, self.now)}

    def foretold(self, form: QuotasForm) -> Forecast:
        return self.forecast(told_with_quotas(self.occurrence, form.quotas(), self.now), is_bulk=True)

    def perform(self, form: QuotasForm) -> str:
        occurrence, promotions = set_quotas(
            occurrence_id=self.occurrence.pk,
            quotas=form.quotas(),
            actor=self.actor,
            reason=form.cleaned_data["reason"],
        )
        lucky = [decision.usager for decision in promotions if decision.outcome in ("accept", "warn")]
        said = f"Les places réservées de la séance du {occurrence.date_sentence} sont enregistrées."
        return " ".join([said, *who_has_a_seat_now(lucky, is_named=self.may["view_people"])])


class ActionQuotasDialog(QuotasDialog, ConsoleView):
    of_what = "toutes les séances de cette action"

    def prepare(self, *, action_id: int, **kwargs: Any) -> None:
        user = self.request.user
        rows = CollectiveAction.objects.visible_to(user, Activity.VIEW).select_related("organisation__territory")
        self.action = rows.filter(pk=action_id).first()
        if self.action is None:
            raise OutOfPerimeter
        if not user.perimeter.may_in(Activity.PLAN, self.action.organisation):
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        return {"action": self.action}

    def current(self) -> dict[str, Any] | None:
        return self.action.quotas

    def territory(self) -> Territory:
        return self.action.organisation.territory

    def back(self) -> str:
        return reverse("admin:actions_collectiveaction_change", args=[self.action.pk])

    def foretold(self, form: QuotasForm) -> Forecast:
        now = timezone.now()
        reads = self.request.user.perimeter.may_in(Activity.VIEW_PEOPLE, self.action.organisation)
        served = served_by(with_action_quotas(self.action, form.quotas()), now)
        return foretell(served.tellings, now=now, is_named=reads, is_bulk=True, limit=served.limit)

    def perform(self, form: QuotasForm) -> str:
        set_action_quotas(
            action=self.action,
            quotas=form.quotas(),
            actor=Actor.agent(self.request.user),
            reason=form.cleaned_data["reason"],
        )
        return f"Les places réservées de « {self.action.title} » sont enregistrées."
