"""What a draft would have changed over the last months: a panel of the editor, a page with everything, figures on the page of publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backoffice.booking.enums import UNDER_WAY, RunState
from backoffice.booking.models import ReplayRun
from backoffice.booking.services import ask_replay, stop_replay
from backoffice.booking.services.backtesting.examples import examples_of
from backoffice.booking.services.backtesting.telling import figures_of
from backoffice.directory.enums import Activity
from backoffice.notifications.services.waking import worker_is_silent
from backoffice.policies.views.subjects import AboutPolicy

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backoffice.policies.models import Policy

PANEL = "booking/replay/panel.html"
WITH_FIGURES = frozenset({RunState.DONE, RunState.STOPPED, RunState.RUNNING, RunState.ASKED})


def replay_shown(policy: Policy) -> dict[str, Any]:
    """The run of a policy for a template: where it stands, its figures if it has any, whether it is that of the draft on screen."""
    run = ReplayRun.objects.filter(policy=policy).select_related("policy__territory", "against").first()
    if run is None or run.draft_version != policy.draft_version:
        return {"policy": policy, "run": None, "figures": None, "is_silent": worker_is_silent(timezone.now())}
    has_figures = run.state in WITH_FIGURES and bool(run.report)
    return {
        "policy": policy,
        "run": run,
        "is_under_way": run.state in UNDER_WAY,
        "is_whole": run.state == RunState.DONE,
        "percent": 100 * run.seances_done // run.seances_total if run.seances_total else 0,
        "figures": figures_of(run) if has_figures else None,
        "is_silent": run.state in UNDER_WAY and worker_is_silent(timezone.now()),
    }


def replay_panel(request: HttpRequest, policy: Policy) -> dict[str, Any] | None:
    """For the editor and the page of publication; nothing for a reader who does not configure."""
    if not request.user.perimeter.may(Activity.CONFIGURE, territory_id=policy.territory_id):
        return None
    return replay_shown(policy)


class ReplayView(AboutPolicy):
    """GET shows the figures; POST asks for them again, or stops. The panel alone when the page on screen asks for it."""

    template_name = "booking/replay/page.html"
    title = "Ce que le brouillon aurait changé"

    def context(self) -> dict[str, Any]:
        shown = replay_shown(self.policy)
        wants_examples = not self.is_fragment and shown["figures"] is not None
        examples = examples_of(shown["run"], self.request.user) if wants_examples else []
        return {**super().context(), **shown, "examples": examples}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") == "stop":
            was_running = stop_replay(policy_id=self.policy.pk, user=request.user)
            said = "Rejeu arrêté." if was_running else "Aucun rejeu n’était en cours."
        else:
            ask_replay(policy_id=self.policy.pk, user=request.user)
            said = "Rejeu demandé."
        if self.is_fragment:
            return self.render(PANEL, self.context())
        messages.success(request, said)
        return HttpResponseRedirect(self.safe_next(self.back()))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render(PANEL if self.is_fragment else self.template_name, self.context())

    def back(self) -> str:
        return reverse("admin:replay", args=[self.policy.pk])
