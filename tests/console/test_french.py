"""No English on a French page: every page of the console, as the two people who see the most."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.test import Client
from django.urls import reverse

from backoffice.directory.models import User
from tests import world
from tests.console import pages, strings
from tests.console.english import dotted_in, english_in, read
from tests.console.furnished import furnish


@pytest.fixture(scope="session")
def known() -> frozenset[str]:
    """Marked English strings of the packages; shorter ones are words of other languages too."""
    return frozenset(text.msgid.strip() for text in strings.of_installed_packages() if " " in text.msgid.strip())


@pytest.fixture
def superuser(db) -> User:
    return User.objects.create_superuser("racine@example.org", world.PASSWORD, first_name="Racine", last_name="Test")


@pytest.fixture(params=["superuser", "claire"])
def reader(request, client, db) -> Client:
    """A browser where one of the two is signed in."""
    client.force_login(request.getfixturevalue(request.param))
    return client


def read_page(client: Client, page: pages.Page, known: frozenset[str]) -> list[str]:
    """The English and the median points of one page; a page that this person may not open has none."""
    response = client.get(page.url, follow=True)
    assert response.status_code < 500, page
    html = response.content.decode() if "text/html" in response.headers["Content-Type"] else ""
    return [f"{page.name}: {text}" for text in english_in(html, known) + dotted_in(html)]


@pytest.fixture
def furnished(nadia, crest):
    """Rows to show on the pages."""
    return furnish(nadia, crest)


@pytest.mark.pages
@pytest.mark.parametrize("section", pages.sections())
def test_every_page_is_in_french(section, reader, furnished, known):
    found = [page for page in pages.every_page() if page.section == section]
    english = [line for page in found for line in read_page(reader, page, known)]
    assert not english, "\n".join(english)


def test_most_pages_have_a_row_to_show(furnished):
    shown, all_pages = {page.name for page in pages.every_page()}, {name for name, _route in pages.routes()}
    assert len(shown) > 0.8 * len(all_pages), sorted(all_pages - shown)


@pytest.mark.pages
@pytest.mark.parametrize("model_admin", sorted(admin.site._registry.values(), key=str), ids=lambda one: one.opts.label)
def test_the_errors_of_an_empty_form_are_in_french(model_admin: ModelAdmin, reader, furnished, known):
    response = reader.post(reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_add"), {})
    assert not english_in(response.content.decode(), known)


def test_the_page_to_sign_in_names_the_product_and_asks_for_an_e_mail_address(client, db, known):
    response = client.get(reverse("admin:login"))
    assert not english_in(response.content.decode(), known)
    texts = read(response.content.decode())
    assert {"Actions collectives", "Mot de passe", "Se connecter"} <= set(texts)
    assert any(text.startswith("Adresse e-mail") for text in texts)
    assert '<html lang="fr"' in response.content.decode()


def test_a_wrong_password_is_told_plainly(client, nadia):
    response = client.post(reverse("admin:login"), {"username": nadia.email, "password": "autre chose"})
    assert "Adresse e-mail ou mot de passe incorrect. Vérifiez les majuscules et réessayez." in read(
        response.content.decode()
    )


def test_signing_out_is_in_french(reader, known):
    assert "Se déconnecter" in read(reader.get(reverse("admin:index")).content.decode())
    response = reader.post(reverse("admin:logout"), follow=True)
    assert not english_in(response.content.decode(), known)


PLANTED = [
    "<p>Choisissez un motif, then press Save.</p>",
    '<button aria-label="Select all rows">+</button>',
    '<input type="submit" value="Submit">',
    '<input placeholder="Type to search">',
    '<img alt="Record picture">',
    "<title>Log in | Actions collectives</title>",
    "<p>Do you really <b>want</b> to remove it?</p>",
]


@pytest.mark.parametrize("html", PLANTED)
def test_planted_english_is_found(html, known):
    assert english_in(f"<main><p>Du français</p>{html}</main>", known)


def test_french_icons_code_and_addresses_are_not_english(known):
    html = """<p>La file d’attente est complète : 3 no-show, nadia.all@example.org, voir /add/ ou status_unknown.</p>
        <span class="material-symbols-outlined">search</span><script>save()</script><code>add</code><option value="all">Tous</option>"""
    assert english_in(html, known) == []


def test_a_median_point_is_found_and_a_separator_is_not():
    assert dotted_in("<p>Né·e en 1990</p><p>CMS de Crest · salle 2</p>") == ["Né·e en 1990"]
