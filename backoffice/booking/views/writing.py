"""« Écrire aux inscrits »: who, what, and beside it the exact message of real recipients with the price of all of them. One service call: `write_to`.

`refresh` in the POST shows the page again without sending: something was typed or ticked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings

from backoffice.booking.forms import LetterForm
from backoffice.booking.services.messages import write_to
from backoffice.booking.services.messages.writing import (
    Mailing,
    audiences_of,
    draft,
    mailing_of,
    people_of,
    seances_of,
    writable,
)
from backoffice.booking.services.showing import readable_files
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.wording import count, links_elsewhere
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.services.alerts import dearness
from backoffice.notifications.services.quiet import earliest
from backoffice.notifications.services.texts import is_sensitive
from backoffice.notifications.values.placeholders import HOLES, faults_of, offered_for
from backoffice.notifications.values.sms import dear_characters, euros, replacement_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backoffice.booking.models import Participation

REFRESH = "refresh"
MOST_TICKED = 300


class WriteDialog(AboutOccurrence, Dialog):
    form_class = LetterForm
    template_name = "booking/messages/write.html"
    title = "Écrire aux inscrits"
    submit_label = "Envoyer"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        writable(self.request.user, self.occurrence.pk)

    @cached_property
    def people(self) -> list[Participation]:
        return people_of(seances_of(self.occurrence))

    @cached_property
    def audiences(self) -> dict[str, Any]:
        return audiences_of(self.occurrence, self.people)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if REFRESH not in request.POST:
            return super().post(request, **kwargs)
        form = self.form_class(request.POST, **self.form_options())
        form.errors.clear()  # it is being written: nothing is wrong yet
        return self.show(form)

    def form_options(self) -> dict[str, Any]:
        return {
            "audiences": [(name, audience.label) for name, audience in self.audiences.items()],
            "people": [(row.pk, str(row.usager)) for row in self.people[:MOST_TICKED]],
            "initial": {"who": next(iter(self.audiences), LetterForm.TICKED)},
        }

    def chosen(self, form: LetterForm) -> list[Participation]:
        """Whom the form names, typed or sent."""
        who = str(form["who"].value() or "")
        if who in self.audiences:
            return self.audiences[who].people
        return [row for row in self.people if str(row.pk) in form.typed_people]

    def show(self, form: LetterForm, template: str = "", **context: Any) -> HttpResponse:
        words = {name: str(form[name].value() or "") for name in ("subject", "body", "channel")}
        typed = draft(self.occurrence, **words)
        faults = faults_of(f"{words['subject']} {words['body']}", Event.WRITTEN) if form.is_bound else []
        mailing = mailing_of(typed, self.chosen(form)) if typed.body else None
        return super().show(form, template, faults=faults, **self.told(mailing, form), **context)

    def told(self, mailing: Mailing | None, form: LetterForm) -> dict[str, Any]:
        """What would leave, in sentences and examples."""
        if mailing is None:
            return {"mailing": None, "summary": "", "chosen_count": len(self.chosen(form))}
        alerts = [said for _title, copy in mailing.examples for said in alerts_of(copy)]
        return {
            "mailing": mailing,
            "summary": summary_of(mailing),
            "chosen_count": len(mailing.copies) + len(mailing.unreachable),
            "alerts": list(dict.fromkeys(alerts)),
            "files": readable_files(self.request.user, (row.usager_id for row in mailing.unreachable)),
            "leaves_at": self.leaves_at(mailing),
        }

    def leaves_at(self, mailing: Mailing) -> Any:
        """The end of the silence, when SMS wait for it."""
        if not mailing.by(Channel.SMS):
            return None
        at = earliest(self.now, event=Event.WRITTEN, channel=Channel.SMS, occurrence=self.occurrence)
        return at if at > self.now else None

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "people": self.people[:MOST_TICKED],
            "too_many": max(len(self.people) - MOST_TICKED, 0),
            "offered": [(each, HOLES[each]) for each in offered_for(Event.WRITTEN)],
            "is_sensitive": is_sensitive(self.occurrence),
            "wait_seconds": settings.MESSAGES_WAIT_SECONDS,
        }

    def perform(self, form: LetterForm) -> str:
        asked = form.cleaned_data
        letter = write_to(
            occurrence_id=self.occurrence.pk,
            participation_ids=[row.pk for row in self.chosen(form)],
            subject=asked["subject"],
            body=asked["body"],
            channel=asked["channel"],
            user=self.request.user,
            key=asked["key"],
        )
        left = letter.messages.exclude(trouble="no_address").count()
        said = f"C’est noté : {count(left, 'message va partir', 'messages vont partir')}."
        missed = letter.people - left
        return f"{said} {count(missed, 'personne')} à prévenir autrement : voir « Non remis »." if missed else said


def summary_of(mailing: Mailing) -> str:
    """« 9 messages : 8 SMS (16 SMS facturés, 0,72 €), 1 e-mail. »"""
    by_sms, by_email = mailing.by(Channel.SMS), mailing.by(Channel.EMAIL)
    price = "" if mailing.price is None else f", {euros(mailing.price)}"
    kinds = (
        [f"{count(by_sms, 'personne')} par SMS ({count(mailing.segments, 'SMS facturé', 'SMS facturés')}{price})"]
        if by_sms
        else []
    )
    kinds += [f"{count(by_email, 'personne')} par e-mail"] if by_email else []
    return (
        f"{count(len(mailing.copies), 'message')} : {', '.join(kinds)}." if kinds else "Aucun message ne peut partir."
    )


def alerts_of(copy: Any) -> list[str]:
    """What to look at before it leaves."""
    dear = [*dearness(copy.text.size)] if copy.channel == Channel.SMS else []
    first = next(iter(dear_characters(copy.text.body)), "") if dear else ""
    if replacement_for(first):
        dear.append(f"Écrivez plutôt « {replacement_for(first)} ».")
    return [
        *([" ".join(dear)] if dear else []),
        *(f"Ce lien mène à un autre site : {link}" for link in links_elsewhere(copy.text.body)),
    ]
