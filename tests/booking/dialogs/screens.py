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
