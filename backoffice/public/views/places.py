"""The page of a person about her own place: read it, accept the consignes, answer an offer, cancel, keep the date.

Opening an address changes nothing: telephones and mail scanners open links before people do (bad input B28). Every act is a second page with one
button. No cookie is read nor set: the secret is the right to act, so no other site can make anybody act, and no CSRF token is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from backoffice.booking.enums import State
from backoffice.booking.services.personal import (
    OwnPlace,
    accept_consignes,
    accept_own,
    cancel_own,
    decline_own,
    own_place,
)
from backoffice.console.base.errors import BackofficeError, Busy, OutOfPerimeter
from backoffice.notifications.services.appointments import appointment_file
from backoffice.public.views.base import SecretView
from backoffice.public.views.wrong_links import WINDOW_SECONDS, wrong_links

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


log = structlog.get_logger("links")


class PlaceView(SecretView):
    """The page itself."""

    template_name = "public/place.html"

    def get(self, request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        return self.show(own_place(secret))

    def show(self, place: OwnPlace, **context: Any) -> HttpResponse:
        shown = {"place": place, "occurrence": place.occurrence, "secret": self.kwargs["secret"], **context}
        return TemplateResponse(self.request, self.template_name, shown)

    def unknown(self, error: OutOfPerimeter) -> HttpResponse:
        """The same words whatever is wrong with the link, and how to get another one (bad input B94). Counted, without its value; from the same
        network, too many of them are told to wait, which a right link never is."""
        is_too_many = wrong_links.one_more(self.request.META.get("REMOTE_ADDR", ""))
        log.warning("unknown_link", is_too_many=is_too_many)
        if not is_too_many:
            return TemplateResponse(self.request, "public/unknown_link.html", status=404)
        shown = {"minutes": WINDOW_SECONDS // 60}
        answer = TemplateResponse(self.request, "public/too_many_links.html", shown, status=429)
        answer.headers["Retry-After"] = str(WINDOW_SECONDS)
        return answer

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("place", args=[self.kwargs["secret"]]))


@dataclass(frozen=True)
class Act:
    """What one confirmation says, whether it may be asked now, and the service that it calls."""

    question: str
    consequence: str
    button: str
    is_possible: Callable[[OwnPlace], bool]
    perform: Callable[[OwnPlace], object]


CANCELLING = {
    State.BOOKED: Act(
        "Annuler votre inscription ?",
        "Votre place sera proposée à une autre personne. Vous ne pourrez pas revenir en arrière ici.",
        "Oui, annuler mon inscription",
        lambda place: place.may_cancel,
        cancel_own,
    ),
    State.WAITING: Act(
        "Quitter la liste d’attente ?",
        "Vous perdrez votre rang.",
        "Oui, quitter la liste",
        lambda place: place.may_cancel,
        cancel_own,
    ),
    State.PENDING: Act(
        "Retirer votre demande ?",
        "Personne n’y répondra plus.",
        "Oui, retirer ma demande",
        lambda place: place.may_cancel,
        cancel_own,
    ),
}
ACCEPTING = Act(
    "Accepter la place ?",
    "Vous aurez une place et vous ne serez plus sur la liste d’attente.",
    "Oui, j’accepte la place",
    lambda place: place.offer_ends_at is not None,
    accept_own,
)
DECLINING = Act(
    "Laisser la place ?",
    "Elle sera proposée à la personne suivante, et vous ne serez plus sur la liste d’attente.",
    "Oui, je laisse la place",
    lambda place: place.offer_ends_at is not None,
    decline_own,
)


@method_decorator(csrf_exempt, name="dispatch")
class ActView(PlaceView):
    """One question, one button. What became impossible meanwhile is said by the page itself: nothing is an error for whoever clicks twice."""

    http_method_names = ("get", "head", "options", "post")
    template_name = "public/place_act.html"
    act: Act | None = None

    def get(self, request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        place = own_place(secret)
        act = self.act_for(place)
        return self.show(place, act=act) if act else self.back()

    def post(self, request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        place = own_place(secret)
        act = self.act_for(place)
        try:
            if act:
                act.perform(place)
        except Busy as error:
            return self.show(place, act=act, problem=error.message)
        except OutOfPerimeter:
            raise
        except BackofficeError:
            return self.back()  # the page says what she may do now, and whom to call
        return self.back()

    def act_for(self, place: OwnPlace) -> Act | None:
        act = self.act or CANCELLING.get(place.state)
        return act if act and act.is_possible(place) else None


@method_decorator(csrf_exempt, name="dispatch")
class ConsignesView(PlaceView):
    """« J'ai compris »: the consignes that she ticked."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        place = own_place(secret)
        try:
            accept_consignes(place, request.POST.getlist("consigne"))
        except Busy as error:
            return self.show(place, problem=error.message)
        return self.back()


class CalendarView(PlaceView):
    """The date for her own diary; the same appointment as the one of her e-mails."""

    def get(self, request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        place = own_place(secret)
        if not place.is_calendar_given:
            return self.back()
        usager = place.participation.usager
        content = appointment_file(
            occurrence=place.occurrence, usager=usager, is_neutral=place.is_neutral, now=place.now
        )
        disposition = {"Content-Disposition": 'attachment; filename="rendez-vous.ics"'}
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=disposition)
