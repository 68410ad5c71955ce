"""The page of one inscription: its states with who, when and why, its decisions explained, the messages it owes."""

from __future__ import annotations

from typing import Any

from backoffice.booking.enums import LIVE, TRANSITIONS, State
from backoffice.booking.models import Decision
from backoffice.booking.services.answers import answers_of
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.explaining import Telling, explanation, told_without_file
from backoffice.booking.services.links import link_lines, link_status
from backoffice.booking.services.messages.timeline import told_messages
from backoffice.booking.services.queueing import standing
from backoffice.booking.services.showing import put_faces, resembling_files
from backoffice.booking.services.story import Line, participation_story
from backoffice.booking.views.subjects import AboutParticipation
from backoffice.console.base.errors import NotAllowed


class ParticipationView(AboutParticipation):
    template_name = "booking/participation.html"
    title = "Inscription"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if not self.may["view_people"]:
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        state = State(self.participation.state)
        put_faces(self.request.user, [self.participation])
        decisions = Decision.objects.filter(participation=self.participation).select_related("user")
        return {
            **super().context(),
            "answers": answers_of(self.participation, self.request.user),
            "acceptances": self.participation.acceptances.all(),
            "is_live": state in LIVE,
            "is_movable": State.MOVED in TRANSITIONS[state] and self.occurrence.ends_at > self.now,
            "is_waiting": state == State.WAITING,
            "seat_is_free": seats_free(self.occurrence) > 0,
            "standing": standing(self.participation, self.now),
            "lines": self.lines(),
            "link": link_status(self.participation),
            "decisions": [(row, self.telling(row)) for row in decisions],
            "alike": resembling_files(self.request.user, self.participation),
            "told": told_messages(
                self.participation, self.participation.face, now=self.now, may_write=self.may["message"]
            ),
        }

    def lines(self) -> list[Line]:
        lines = [*participation_story(self.participation), *link_lines(self.participation)]
        return sorted(lines, key=lambda line: line.at, reverse=True)

    def telling(self, decision: Decision) -> Telling:
        """Reasons quote the file: they are for those who read it."""
        if not self.participation.face.has_file:
            return told_without_file(decision)
        return explanation(decision, in_full=self.may["read_journal"], shows_sensitive=self.may["view_sensitive"])
