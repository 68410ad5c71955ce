"""What one partner reads of a day: the hours and the names of her own column, and nothing of the others (ux §2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.response import TemplateResponse

from backoffice.actions.services.links import station_page_of
from backoffice.booking.services.days import day_of
from backoffice.public.views.base import SecretView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PartnerView(SecretView):
    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        page = station_page_of(secret)
        cells = day_of(page.group, with_people=True, station=page.station).cells
        return TemplateResponse(request, "public/partner.html", {"page": page, "group": page.group, "cells": cells})
