"""The séance's own page (cockpit): seats as a subtraction, who comes, who waits, what was decided and what changed."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from backoffice.actions.models import SeriesEdit
from backoffice.booking.enums import CANCELLED, HOLDS_A_SEAT, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.answers import put_answers
from backoffice.booking.services.showing import put_faces
from backoffice.booking.services.story import seance_story
from backoffice.booking.services.telling_quotas import seats_told
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.booking.views.waiting import waiting_list

MAX_LINES = 200
UNDOABLE = timedelta(days=2)
TABS = {"": "Liste", "decisions": "Décisions", "historique": "Historique"}


class SeanceView(AboutOccurrence):
    template_name = "booking/seance.html"

    @property
    def title(self) -> str:
        return self.occurrence.shown_title

    @property
    def tab(self) -> str:
        wanted = self.request.GET.get("onglet", "")
        return wanted if wanted in self.tabs else ""

    @cached_property
    def tabs(self) -> dict[str, str]:
        """The journal is for roles that read it; a role without it has one tab, hence no tab bar."""
        return TABS if self.may["read_journal"] else {"": TABS[""]}

    def context(self) -> dict[str, Any]:
        tab, seats = self.tab, seats_told(self.occurrence, self.now)
        content = {"decisions": self.decisions, "historique": self.story}.get(tab, self.people)
        return {
            **super().context(),
            "tab": tab,
            "tabs": self.tabs,
            "last_edit": self.last_edit() if self.may["plan"] else None,
            "line": seats.line,
            "quotas": seats.sentences,
            "below_minimum": self.below_minimum,
            "is_past": self.occurrence.ends_at <= self.now,
            "is_attendance_open": self.occurrence.local_start.date() <= self.local_today,
            **content(),
        }

    def last_edit(self) -> SeriesEdit | None:
        """The last change of the series, while it is recent enough to be taken back."""
        rows = self.occurrence.action.edits.filter(made_at__gt=self.now - UNDOABLE, undone_at=None, seances_count__gt=0)
        return rows.select_related("user").first()

    @property
    def below_minimum(self) -> int | None:
        """The minimum that was checked and is not reached."""
        counters = self.occurrence.counters
        wanted = counters.minimum_wanted
        return wanted if wanted and counters.seats_held < wanted and self.occurrence.ends_at > self.now else None

    @property
    def local_today(self) -> Any:
        return self.now.astimezone(self.occurrence.territory.zone).date()

    def people(self) -> dict[str, Any]:
        """Those who come, those who wait, those who left; nothing for a role that may not read names."""
        if not self.may["view_people"]:
            return {}
        rows = list(
            Participation.objects.filter(occurrence=self.occurrence)
            .select_related("usager__responsible", "booked_by")
            .order_by("usager__last_name", "usager__first_name", "pk")
        )
        put_faces(self.request.user, rows)
        answer_columns = put_answers(self.occurrence, rows, self.request.user)
        others = CANCELLED | {State.DECLINED, State.EXPIRED}
        return {
            "answer_columns": answer_columns,
            "booked": [row for row in rows if row.state in HOLDS_A_SEAT],
            **waiting_list(self.occurrence, rows, self.now),
            "pending": [row for row in rows if row.state in {State.PENDING, State.INVITED}],
            "cancelled": [row for row in rows if row.state in others],
        }

    def decisions(self) -> dict[str, Any]:
        rows = Decision.objects.filter(occurrence=self.occurrence).select_related("usager", "user")
        return {"decisions": rows[:MAX_LINES]}

    def story(self) -> dict[str, Any]:
        return {"lines": seance_story(self.occurrence, is_named=self.may["view_people"])[:MAX_LINES]}
