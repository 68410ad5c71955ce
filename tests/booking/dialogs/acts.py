"""Acts at the screen, each as somebody does it: what its page foretells, then the act itself; and how messages are compared."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from django.utils.html import escape

from backoffice.booking.models import BatchEnrolment
from backoffice.booking.tasks import enrol_lists
from backoffice.notifications.models import OutboxMessage
from tests import world
from tests.booking.dialogs.screens import rearranged, url


def shown_by(page) -> list:
    """The messages that the page foretells, each of which it gives an example of, with its measure."""
    said, forecasts = page.content.decode(), page.context["forecasts"]
    for forecast in forecasts:
        for example in forecast.examples:
            lines = escape(example.message.body).splitlines()
            assert all(line in said for line in lines), "the very text is on the page"
            assert example.measure in said
            if example.is_sms:
                assert re.search(r"\d SMS · \d+ caractères · 0,\d+ €", example.measure)
    return [message for forecast in forecasts for message in forecast.messages]


def words(messages) -> Counter:
    return Counter((one.usager_id, one.event, one.channel, one.subject, one.body, one.segments) for one in messages)


def without_people(messages) -> Counter:
    """A list makes files that do not exist yet when it is shown."""
    return Counter((one.event, one.channel, one.subject, one.body, one.segments) for one in messages)


class Acts:
    """One method an act: what to read first, then what to send. It answers the page read."""

    def __init__(self, client, full, seance, later, people, crest) -> None:
        self.client, self.full, self.seance, self.later, self.people, self.crest = (
            client,
            full,
            seance,
            later,
            people,
            crest,
        )

    def act(self, name, row, data=None, asked=None):
        page = self.client.get(url(name, row.pk), asked or {})
        key = {"key": page.context["form"]["key"].value()} if "key" in page.context["form"].fields else {}
        self.client.post(url(name, row.pk), {**key, **(data or {})})
        return page

    def enrol(self):
        person = world.usager(self.crest, "Nouvelle", phone="06 39 98 00 77")
        asked = {"usager": person.pk}
        return self.act("enrol", self.later, {**asked, "wish": "seat", "party_size": 1}, asked)

    def wait(self):
        person = world.usager(self.crest, "Nouvelle", phone="06 39 98 00 77")
        page = self.act(
            "enrol", self.seance, {"usager": person.pk, "wish": "wait", "party_size": 1}, {"usager": person.pk}
        )
        return page, [m for m in shown_by(page) if m.event == "waitlisted"]

    def cancel(self):
        page = self.act("cancel", self.full[0], {"by": "person"})
        return page, [m for m in shown_by(page) if m.event != "cancelled_by_service"]

    def cancel_by_service(self):
        page = self.act("cancel", self.full[0], {"by": "service", "reason": "Doublon"})
        return page, [m for m in shown_by(page) if m.event != "cancelled_by_usager"]

    def cancel_seance(self):
        return self.act("cancel_seance", self.seance, {"reason": "Salle inondée"})

    def move(self):
        asked = {"seance": self.later.pk}
        return self.act("move", self.full[0], asked, asked)

    def move_somebody_who_waits(self):
        asked = {"seance": self.later.pk}
        return self.act("move", self.full[3], asked, asked)

    def move_people(self):
        ticked = [row.pk for row in self.full[:3]]
        asked = {"seance": self.later.pk}
        page = self.act("move_people", self.seance, {**asked, "people": ticked}, asked)
        return page, [*shown_by(page), "and those who are served behind them"]

    def add_seats(self):
        return self.act("seats", self.seance, {"seats": 5, "reason": "Salle plus grande"}, {"seats": 5})

    def reschedule(self):
        start = self.seance.local_start + timedelta(days=1)
        page, again = rearranged(self.client, self.seance, day=f"{start:%Y-%m-%d}", start_time="15:00", minutes=90)
        self.client.post(url("edit_series", self.seance.pk), again)
        return page

    def promote(self):
        self.free()
        return self.act("promote", self.full[3])

    def propose(self):
        self.free()
        return self.act("propose", self.full[3])

    def free(self):
        """A seat that nobody is called for."""
        self.seance.action.motif.waitlist_mode = "manual"
        self.seance.action.motif.save()
        self.client.post(url("cancel", self.full[0].pk), {"by": "person"})
        OutboxMessage.objects.all().delete()

    def reopen(self):
        self.client.post(url("close_seance", self.seance.pk), {})
        self.client.post(url("cancel", self.full[0].pk), {"by": "person"})
        OutboxMessage.objects.all().delete()
        return self.act("reopen_seance", self.seance)

    def consignes(self):
        self.seance.action.motif.instructions.create(text="Venez à jeun.", moments=["message"])
        return self.act("tell_instructions", self.seance.action.motif)

    def list_of_people(self):
        typed = "Nom;Prénom;Téléphone;Adresse e-mail\nUn;Lou;06 39 98 00 91;\nDeux;Léa;;lea@example.org\nTrois;Max;;\n"
        self.client.post(url("enrol_list", self.later.pk), {"text": typed})
        batch = BatchEnrolment.objects.get()
        page = self.client.get(url("batch", batch.pk))
        self.client.post(url("batch", batch.pk), {"start": "1"})
        enrol_lists()
        return page


NAMES = [name for name in vars(Acts) if not name.startswith("_") and name not in {"act", "free"}]
