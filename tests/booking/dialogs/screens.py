"""What an agent does at her screen: addresses of the séance and of its dialogs, and a browser where somebody is signed in."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from backoffice.booking.models import Participation
from backoffice.booking.services import book
from backoffice.booking.values import Actor


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def enrolled(user: Any, occurrence: Any, usager: Any, **options: Any) -> Participation:
    """Enrol through the service, as an earlier agent did."""
    booking = book(
        occurrence_id=occurrence.pk,
        usager_id=usager.pk,
        actor=Actor.agent(user),
        idempotency_key=uuid.uuid4().hex,
        **options,
    )
    return booking.participation


def key_of(response: Any) -> str:
    """The key that the form was shown with."""
    return response.context["form"]["key"].value()


def text(response: Any) -> str:
    """The page, spaces and typographic details apart."""
    return " ".join(response.content.decode().split())


def rearranged(client: Client, seance: Any, **changed: Any) -> tuple[Any, dict[str, Any]]:
    """« Déplacer ou modifier » with these values typed: the consequences that it shows, and what to send again to do it."""
    address = url("edit_series", seance.pk)
    form = client.get(address).context["form"]
    moment = {"day": f"{seance.local_start:%Y-%m-%d}", "start_time": f"{seance.local_start:%H:%M}", "scope": "this"}
    typed = {**{name: form[name].value() for name in form.fields}, **moment, **changed}
    asked = {name: value for name, value in typed.items() if value not in (None, False)}
    shown = client.post(address, asked)
    return shown, {**asked, "seen": shown.context["form"]["seen"].value()}
