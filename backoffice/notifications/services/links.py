"""The address in messages that leads a person to her own place: made again for each message, kept nowhere, taken back at any time.

secret = HMAC(key of the site, seed of the row); the row keeps SHA-256 of the secret. A stolen database opens nothing without the key, a stolen key
opens nothing without the database, and a key that leaves SECRET_KEY_FALLBACKS ends the addresses that it made (decision 0038).

Texts and stored messages hold the address with stars in the place of the secret: same length, same price. It is written when the message leaves."""

from __future__ import annotations

import re
import secrets
import string
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from backoffice.actions.models.links import digest_of
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.history import record, record_many
from backoffice.notifications.models import PersonalLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.directory.models import User
    from backoffice.notifications.models import OutboxMessage
    from backoffice.people.models import Usager

type Links = dict[tuple[int | None, int], PersonalLink]
"""(usager, séance) → the last link of this person in this séance."""

SALT = "backoffice.notifications.personal_link"
# 128 bits (reliability R42) in characters that cost one septet each and that no telephone cuts off a link.
ALPHABET = string.digits + string.ascii_letters
BYTES, LENGTH = 16, 22
HIDDEN = "*" * LENGTH
WRITTEN = re.compile(rf"\S+/r/\*{{{LENGTH}}}")
KEY_GONE = "La clé du site qui avait fait ce lien ne sert plus."
MOVED = "La personne a changé de séance : elle garde le même lien."


def address_of(secret: str) -> str:
    """The absolute address, from the settings: never from a request, which anybody may forge."""
    return settings.SITE_URL.rstrip("/") + reverse("place", args=[secret])


def hidden_address() -> str:
    """What texts, twins and the outbox show of it."""
    return address_of(HIDDEN)


def revealed(text: str, message: OutboxMessage, link: PersonalLink | None = None) -> str:
    """The text as it leaves: with the address of this person, or the telephone when her link was taken back or when it goes to one of ours.
    `link`: hers, when it was read already."""
    if not WRITTEN.search(text):
        return text
    secret = secret_for(message.usager, message.occurrence, link) if message.usager else ""
    words = address_of(secret) if secret else instead_of_it(message.occurrence)
    return WRITTEN.sub(lambda _found: words, text)


def links_for(messages: Iterable[OutboxMessage]) -> Links:
    """The last link of each person in her séance, for the messages that give one: read together, made together for those who had none."""
    wanted = {
        (each.usager_id, each.occurrence_id): each for each in messages if each.usager and WRITTEN.search(each.body)
    }
    rows = PersonalLink.objects.filter(
        usager__in={usager for usager, _ in wanted}, occurrence__in={occurrence for _, occurrence in wanted}
    )
    last_first = rows.order_by(F("revoked_at").desc(nulls_first=True), "-pk")
    found = {(row.usager_id, row.occurrence_id): row for row in reversed(last_first)}
    missing = [made(each.usager, each.occurrence) for key, each in wanted.items() if each.usager and key not in found]
    try:
        record_many([link for link, _ in missing], user=None)
    except IntegrityError:  # another worker was quicker for one of them: each is read, or made, when its message leaves
        return found
    return found | {(link.usager_id, link.occurrence_id): link for link, _ in missing}


def without_link(text: str) -> str:
    """Without the lines that hold the address: what goes into a calendar, which people share."""
    return "\n".join(line for line in text.split("\n") if not WRITTEN.search(line)).strip()


def secret_for(usager: Usager, occurrence: Occurrence, link: PersonalLink | None = None) -> str:
    """The secret of her live link, made at her first message; "" when it was taken back and not replaced."""
    last = link or PersonalLink.objects.of(usager, occurrence).first()
    if last is None:
        return opened(usager, occurrence)
    if last.revoked_at is not None:
        return ""
    secret = secret_of(last)
    if secret is not None:
        return secret
    close(last, user=None, reason=KEY_GONE)
    return opened(usager, occurrence)


def opened(usager: Usager, occurrence: Occurrence) -> str:
    """A new link; the one of another worker when it was quicker."""
    try:
        with transaction.atomic():
            return keep(usager, occurrence, user=None)
    except IntegrityError:
        return secret_of(PersonalLink.objects.of(usager, occurrence).live().get()) or ""


def keep(usager: Usager, occurrence: Occurrence, *, user: User | None, reason: str = "") -> str:
    link, secret = made(usager, occurrence, user=user)
    record(link, user=user, reason=reason)
    return secret


def made(usager: Usager, occurrence: Occurrence, *, user: User | None = None) -> tuple[PersonalLink, str]:
    """A new link and its secret, not saved."""
    seed = secrets.token_hex(BYTES)
    secret = derived(settings.SECRET_KEY, seed)
    link = PersonalLink(
        usager=usager, occurrence=occurrence, seed=seed, digest=digest_of(secret), created_by=user, created_at=timezone.now()
    )  # fmt: skip
    return link, secret


def secret_of(link: PersonalLink) -> str | None:
    """Made again with one of the keys in use; None when its key is gone."""
    found = (secret for secret in candidates(link) if constant_time_compare(digest_of(secret), link.digest))
    return next(found, None)


def candidates(link: PersonalLink) -> Iterator[str]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield derived(key, link.seed)


def derived(key: str | bytes, seed: str) -> str:
    """128 bits of the HMAC, as 22 letters and digits."""
    number = int.from_bytes(salted_hmac(SALT, seed, secret=key, algorithm="sha256").digest()[:BYTES])
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))


def link_behind(secret: str) -> PersonalLink:
    """The live link that this secret opens. Raises OutOfPerimeter, whether it was taken back, its key is gone or it never existed."""
    rows = PersonalLink.objects.live().filter(digest=digest_of(secret))
    found: PersonalLink | None = rows.select_related("usager__responsible").first()
    if found is None or secret_of(found) is None:
        raise OutOfPerimeter
    return found


def path_in_demonstration(link: PersonalLink | None) -> str:
    """Where a live link leads, where nobody is real; "" everywhere else: no screen shows anybody's secret."""
    secret = secret_of(link) if settings.IS_DEMO and link is not None and link.is_live else None
    return reverse("place", args=[secret]) if secret else ""


def take_back(*, usager: Usager, occurrence: Occurrence, user: User, reason: str = "") -> None:
    """Her address stops working at once, and her next messages carry none. Twice is once. A person without a link yet gets none."""
    with transaction.atomic():
        last = PersonalLink.objects.of(usager, occurrence).first()
        if last is None:
            keep(usager, occurrence, user=user, reason=reason)
            last = PersonalLink.objects.of(usager, occurrence).first()
        if last is not None and last.revoked_at is None:
            close(last, user=user, reason=reason)


def replace(*, usager: Usager, occurrence: Occurrence, user: User, reason: str = "") -> None:
    """The former address stops working at once; her next messages carry another one."""
    with transaction.atomic():
        for link in PersonalLink.objects.of(usager, occurrence).live():
            close(link, user=user, reason=reason)
        keep(usager, occurrence, user=user, reason=reason)


def follow(usager: Usager, before: Occurrence, after: Occurrence, *, user: User | None, now: datetime) -> None:
    """Somebody who moves keeps her address, or keeps having none. In the transaction of the move."""
    last = PersonalLink.objects.of(usager, before).first()
    if last is None:
        return
    for other in PersonalLink.objects.of(usager, after).live():
        close(other, user=user, reason=MOVED)
    last.occurrence = after
    record(last, user=user, reason=MOVED, update_fields=["occurrence"], at=now)


def is_taken_back(usager: Usager, occurrence: Occurrence) -> bool:
    last = PersonalLink.objects.of(usager, occurrence).first()
    return last is not None and last.revoked_at is not None


def close(link: PersonalLink, *, user: User | None, reason: str) -> None:
    link.revoked_at = timezone.now()
    record(link, user=user, reason=reason, update_fields=["revoked_at"])


def instead_of_it(occurrence: Occurrence) -> str:
    phone = occurrence.action.organisation.phone or occurrence.territory.phone
    return f"Tel. {phone}" if phone else ""
