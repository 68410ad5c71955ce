"""The séance's own page (cockpit): seats as a subtraction, who comes, who waits, what was decided and what changed."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from backoffice.actions.enums import EditKind
from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.booking.models import Decision
from backoffice.booking.services.answers import put_answers
from backoffice.booking.services.messages.letters import letters_told
from backoffice.booking.services.queueing import ranks, terms_of
from backoffice.booking.services.showing import put_faces
from backoffice.booking.services.story import seance_story
from backoffice.booking.services.telling_quotas import seats_told
from backoffice.booking.views.people import PER_PAGE, Part, PeopleOfSeance
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.booking.views.waiting import NOBODY_WAITS, waiting_list

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
            **self.taken_back(),
            "line": seats.line,
            "quotas": seats.sentences,
            "below_minimum": self.below_minimum,
            "is_past": self.occurrence.ends_at <= self.now,
            "is_attendance_open": self.occurrence.local_start.date() <= self.local_today,
            **content(),
        }

    def taken_back(self) -> dict[str, Any]:
        """What was done to this séance last, while it can be taken back; a cancellation has a button of its own."""
        itself = Occurrence.objects.filter(pk=self.occurrence.pk)
        edit = SeriesEdit.objects.to_take_back(itself, self.now).first() if self.may["plan"] else None
        return {"edits": [edit] if edit else [], "is_restorable": edit is not None and edit.kind == EditKind.CANCEL}

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
        terms = terms_of(self.occurrence, self.now) if self.occurrence.counters.waiting_count else None
        people = PeopleOfSeance(self.occurrence, self.request.GET, ranks(self.occurrence, terms) if terms else {})
        rows = people.load()
        put_faces(self.request.user, rows)
        return {
            "people": people,
            "parts": people.parts,
            "has_communes": any(row.face.commune for row in people.parts["inscrits"].rows),
            "answer_columns": put_answers(self.occurrence, rows, self.request.user),
            "here": self.here(),
            "letters": letters_told(self.occurrence),
            **(waiting_list(people, terms) if terms else NOBODY_WAITS),
        }

    def here(self) -> str:
        """For the links to acts: back to this page of the lists, with or without script."""
        path = self.request.get_full_path()
        return f"?{urlencode({'next': path})}" if "?" in path else ""

    def decisions(self) -> dict[str, Any]:
        rows = Decision.objects.filter(occurrence=self.occurrence).select_related("usager", "user")
        part = self.part(rows)
        return {"part": part, "decisions": part.page}

    def story(self) -> dict[str, Any]:
        part = self.part(seance_story(self.occurrence, is_named=self.may["view_people"]))
        return {"part": part, "lines": part.page}

    def part(self, rows: Any) -> Part:
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return Part("page", page.paginator.count, page, self.request.GET)
