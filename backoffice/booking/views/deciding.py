"""« Pourquoi ? »: one stored decision, as a tree of sentences, for the agent; every rule for those who read the journal; its printed sheet."""

from __future__ import annotations

from typing import Any

from backoffice.booking.models import Decision
from backoffice.booking.services.explaining import (
    FROM_A_LATER_RELEASE,
    Telling,
    explanation,
    named,
    said_to_the_person,
    told_without_file,
)
from backoffice.booking.services.questioning import (
    Again,
    agrees_with_itself,
    other_seances,
    printed_sheet,
    rule_sources,
    under_todays_rules,
)
from backoffice.booking.services.showing import reads_file
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.policies.services.wording import Names
from config_rules import CodecError, Voice

OBTAINED = ("accept", "warn")


class AboutDecision(AboutOccurrence):
    """Loads `self.decision` and its occurrence, for those who read names there."""

    def prepare(self, *, decision_id: int, **kwargs: Any) -> None:
        rows = Decision.objects.visible_to(self.request.user).select_related("usager", "user", "participation")
        found = rows.filter(pk=decision_id).first()
        if found is None:
            raise OutOfPerimeter
        super().prepare(occurrence_id=found.occurrence_id)
        if not self.may["view_people"]:
            raise NotAllowed
        found.occurrence = self.occurrence
        self.decision = readable(found)
        self.has_file = reads_file(self.request.user, found.usager)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "decision": self.decision}


def readable(decision: Decision) -> Decision:
    """Raises NotAllowed for what a later release wrote."""
    try:
        decision.verdict  # noqa: B018 - reading it is the question
    except CodecError as error:
        raise NotAllowed(FROM_A_LATER_RELEASE) from error
    return decision


class DecisionView(AboutDecision):
    template_name = "booking/decision.html"
    title = "Pourquoi ?"

    def context(self) -> dict[str, Any]:
        shown = {
            **super().context(),
            "sources": rule_sources(self.decision, self.request.user),
            "may_configure": self.may_configure,
        }
        if not self.has_file:
            return {**shown, "telling": told_without_file(self.decision), "has_file": False, "others": []}
        names = Names(self.occurrence.territory)
        return {
            **shown,
            "has_file": True,
            "telling": named(self.telling(), names),
            "said": [names(sentence) for sentence in said_to_the_person(self.decision)],
            "today": self.today(names),
            "agrees": agrees_with_itself(self.decision) if self.may["read_journal"] else True,
            "others": self.others(),
        }

    @property
    def may_configure(self) -> bool:
        territory = self.occurrence.territory
        return self.request.user.perimeter.may(Activity.CONFIGURE, territory_id=territory.pk)

    def telling(self) -> Telling:
        return explanation(self.decision, in_full=self.may["read_journal"], shows_sensitive=self.may["view_sensitive"])

    def today(self, names: Names) -> tuple[Again, Telling | None]:
        """Under the rules in force now, told as the stored one is."""
        voice = Voice.REFERENTE if self.may["read_journal"] else Voice.AGENT
        again = under_todays_rules(self.decision, self.now, voice=voice, shows_sensitive=self.may["view_sensitive"])
        return again, again.telling and named(again.telling, names)

    def others(self) -> list[Any]:
        """The next séances, for whoever may enrol in them and whose request was not met."""
        if self.decision.outcome in OBTAINED or not self.may["enrol"]:
            return []
        return other_seances(self.decision, self.actor, self.now)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> Any:
        if status == 200 and not self.is_fragment:
            template, context = "console/dialog_page.html", {**context, "fragment": self.template_name}
        return super().render(template, context, status=status)


class SheetView(AboutDecision):
    """The four items that the person may ask for (article R.311-3-1-2 of the CRPA). Nothing that counted is left out: the whole file must be
    readable."""

    template_name = "booking/sheet.html"
    title = "Comment la réponse a été calculée"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        hides = self.decision.verdict.sensitive and not self.may["view_sensitive"]
        if not self.has_file or hides:
            raise NotAllowed("Cette fiche dit tout ce qui a compté. Demandez-la à l’organisation qui suit la personne.")

    def context(self) -> dict[str, Any]:
        names = Names(self.occurrence.territory)
        return {
            **super().context(),
            "sheet": printed_sheet(self.decision),
            "sources": rule_sources(self.decision, self.request.user),
            "said": [names(sentence) for sentence in said_to_the_person(self.decision)],
        }
