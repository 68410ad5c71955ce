"""The ground of one territory: organisations, services, venues, accounts, then what référentes configure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from backoffice.actions.models import Facilitator
from backoffice.catalogue.models import Instruction, Motif, MotifCategory, TypeLabel
from backoffice.console.base.history import record
from backoffice.demo.services.fields import add_fields
from backoffice.demo.services.once import Signature, known
from backoffice.demo.values import ADMINISTRATOR, PASSWORD, RoleName
from backoffice.directory.enums import Activity, VenueState
from backoffice.directory.models import (
    Membership,
    Organisation,
    OrganisationGroup,
    Role,
    Service,
    Territory,
    User,
    Venue,
)

if TYPE_CHECKING:
    from backoffice.demo.values.shapes import Account, MotifShape, TerritoryShape

PRICE = Decimal("0.045")


@dataclass
class Ground:
    """The rows of one territory, by reference; accounts by e-mail address."""

    shape: TerritoryShape
    territory: Territory
    organisations: dict[str, Organisation] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    motifs: dict[str, Motif] = field(default_factory=dict)
    facilitators: dict[str, Facilitator] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    @property
    def referente(self) -> User:
        return next(self.users[account.email] for account in self.shape.accounts if account.role == RoleName.REFERENTE)

    def agents(self, organisation: Organisation) -> list[User]:
        """Who enrols people in this organisation: its own agents, or the référente where it has none."""
        able = [user for user in self.users.values() if user.perimeter.may_in(Activity.ENROL, organisation)]
        return [user for user in able if organisation.pk in user.perimeter.organisations] or able


def administrator(signature: Signature) -> User:
    """The account that sees every territory; its hashed password serves the others, which have the same."""
    account = ADMINISTRATOR
    names = {"email": account.email, "first_name": account.first_name, "last_name": account.last_name}
    known_row = User.objects.filter(email=account.email).first()
    password = known_row.password if known_row else make_password(PASSWORD)
    return signature.once(User(**names, password=password, is_superuser=True), account.email)


def prepare(shape: TerritoryShape, signature: Signature) -> Ground:
    """Everything of a territory that comes before actions and people."""
    territory = signature.once(
        Territory(
            code=shape.code,
            name=shape.name,
            school_zone=shape.school_zone,
            identity_sharing=shape.identity_sharing,
            history_sharing=shape.history_sharing,
            instructions_word=shape.instructions_word,
            phone=shape.phone,
            sms_sender=f"RDV{shape.code}",
            sms_segment_price=PRICE,
        ),
        shape.code,
    )
    ground = Ground(shape, territory)
    add_organisations(ground, signature)
    add_accounts(ground, signature)
    signed_by_referente = replace(signature, user=ground.referente)
    add_venues(ground, signed_by_referente)
    add_motifs(ground, signed_by_referente)
    add_fields(ground, signed_by_referente)
    add_facilitators(ground, signed_by_referente)
    return ground


def add_organisations(ground: Ground, signature: Signature) -> None:
    code, territory = ground.shape.code, ground.territory
    groups = {
        ref: signature.once(OrganisationGroup(territory=territory, name=name), f"{code}-{ref}")
        for ref, name in ground.shape.groups.items()
    }
    for item in ground.shape.organisations:
        row = Organisation(
            territory=territory,
            group=groups.get(item.group),
            name=item.name,
            phone=item.phone,
            email=f"{item.ref}.{code}@example.org",
        )
        ground.organisations[item.ref] = signature.once(row, f"{code}-{item.ref}")


def add_accounts(ground: Ground, signature: Signature) -> None:
    for account in ground.shape.accounts:
        row = User(
            email=account.email,
            first_name=account.first_name,
            last_name=account.last_name,
            password=signature.user.password,
        )
        user = signature.once(row, account.email)
        add_membership(ground, account, user, signature)
        ground.users[account.email] = user


def add_membership(ground: Ground, account: Account, user: User, signature: Signature) -> None:
    membership = Membership(
        user=user,
        role=Role.objects.get(name=account.role, territory=None),
        territory=ground.territory,
        organisation=ground.organisations[account.organisation] if account.organisation else None,
    )
    signature.once(membership, f"{account.email}-{account.role}")


def add_venues(ground: Ground, signature: Signature) -> None:
    for item in ground.shape.venues:
        row = Venue(
            territory=ground.territory,
            organisation=ground.organisations[item.organisation] if item.organisation else None,
            name=item.name,
            address=item.address,
            commune=item.commune,
            room_capacity=item.capacity,
            state=VenueState.ONE_OFF if item.is_one_off else VenueState.OPEN,
        )
        ground.venues[item.ref] = signature.once(row, f"{ground.shape.code}-{item.ref}")


def add_motifs(ground: Ground, signature: Signature) -> None:
    shape, territory = ground.shape, ground.territory
    services, labels, categories = add_vocabulary(ground, signature)
    for item in shape.motifs:
        row = Motif(
            territory=territory,
            name=item.name,
            service=services[item.service],
            type_label=labels[item.label],
            category=categories.get(item.category),
            **{name: value for name, value in item.settings.items() if name != "instructions"},
        )
        shared_with = [ground.organisations[ref] for ref in item.organisations]
        ref, links = f"{shape.code}-{item.ref}", {"organisations": shared_with}
        ground.motifs[item.ref] = signature.once(row, ref, links=links)
        add_instruction(ground.motifs[item.ref], item, ref, signature)


def add_instruction(motif: Motif, item: MotifShape, ref: str, signature: Signature) -> None:
    """What to know before coming; sometimes with a change that the history can tell, with its reason."""
    text = item.settings.get("instructions")
    if not text:
        return
    ref = f"{ref}-consigne"
    is_new = item.before is not None and ref not in known(Instruction)
    row = signature.once(Instruction(motif=motif, text=item.before.instructions if is_new else text), ref)
    if is_new:
        row.text = text
        changed_at = max(signature.at, signature.today - timedelta(weeks=item.before.weeks_ago))
        record(row, user=signature.user, reason=item.before.reason, at=changed_at)


def add_vocabulary(
    ground: Ground, signature: Signature
) -> tuple[dict[str, Service], dict[str, TypeLabel], dict[str, MotifCategory]]:
    """Services, labels and categories, by reference."""
    code, territory = ground.shape.code, ground.territory
    services = {
        item.ref: signature.once(
            Service(territory=territory, name=item.name, short_name=item.short_name, is_sensitive=item.is_sensitive),
            f"{code}-{item.ref}",
        )
        for item in ground.shape.services
    }
    labels = {
        item.ref: signature.once(
            TypeLabel(
                territory=territory,
                internal_name=item.internal_name,
                public_name=item.public_name,
                sms_name=item.sms_name,
                is_sensitive=item.is_sensitive,
            ),
            f"{code}-{item.ref}",
        )
        for item in ground.shape.labels
    }
    categories = {
        ref: signature.once(MotifCategory(territory=territory, name=name), f"{code}-{ref}")
        for ref, name in ground.shape.categories.items()
    }
    return services, labels, categories


def add_facilitators(ground: Ground, signature: Signature) -> None:
    for item in ground.shape.facilitators:
        row = Facilitator(
            territory=ground.territory,
            organisation=ground.organisations[item.organisation] if item.organisation else None,
            user=ground.users[item.account] if item.account else None,
            name=item.name,
            email=item.account,
        )
        ground.facilitators[item.ref] = signature.once(row, f"{ground.shape.code}-{item.ref}")
