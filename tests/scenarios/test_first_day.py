"""An empty installation: the super-administrator opens a territory, its first organisation and the account of its référente, in the screens."""

from __future__ import annotations

from django.urls import reverse

from backoffice.directory.models import Organisation, Role, Territory, User
from tests import world


def sent(client, page, **typed):
    """What the form holds when it opens, and what is typed in it."""
    address = reverse(f"admin:{page}")
    form = client.get(address).context["adminform"].form
    shown = {key: form[key].value() for key, field in form.fields.items() if not field.disabled}
    known = {key: value for key, value in shown.items() if value is not None and value is not False}
    answer = client.post(address, known | typed)
    assert answer.status_code == 302, str(answer.context["errors"])


def test_from_nothing_to_a_referente_at_work(client, db):
    client.force_login(User.objects.create_superuser("chef@example.org", world.PASSWORD, first_name="A", last_name="B"))

    sent(client, "directory_territory_add", code="26", name="Drôme")
    drome = Territory.objects.get()
    sent(client, "directory_organisation_add", territory=drome.pk, name="CMS de Crest", phone="04 75 00 00 00")
    person = {
        "first_name": "Claire",
        "last_name": "Faure",
        "email": "claire@example.org",
        "new_password": world.PASSWORD,
    }
    sent(client, "directory_user_add", role=Role.objects.get(name="Référente").pk, territory=drome.pk, **person)

    client.logout()
    client.post(reverse("admin:login"), {"username": "claire@example.org", "password": world.PASSWORD})
    sent(client, "directory_service_add", name="Protection maternelle et infantile", short_name="PMI")
    assert client.get(reverse("admin:catalogue_motif_add")).status_code == 200
    assert client.get(reverse("admin:directory_territory_add")).status_code == 403, (
        "a territory is opened by nobody else"
    )
    assert Organisation.objects.get().territory == drome
