"""Texts are data: inheritance from the territory to the action, languages, sendings, changes told; and what the pages make of them."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from backoffice.catalogue.models import TypeLabel
from backoffice.notifications.enums import Change, Channel, Event, Origin, Sending
from backoffice.notifications.models import MessageTemplate, OutboxMessage
from backoffice.notifications.services import About, owe
from backoffice.notifications.services.texts import Wordings, wordings_for
from backoffice.notifications.services.texts.filling import day_in
from backoffice.notifications.services.writing import drafted, return_to_inherited, save_changes, save_wording
from backoffice.notifications.values.levels import Level
from tests import world


@pytest.fixture
def seance(crest, drome):
    return world.occurrence(world.action(crest), venue=world.venue(drome))


@pytest.fixture
def levels(seance, drome):
    return {
        "territory": Level(drome),
        "motif": Level(drome, motif=seance.action.motif),
        "action": Level(drome, action=seance.action),
    }


@pytest.fixture
def write(claire):
    def write(level, body="", *, event=Event.BOOKED, channel=Channel.SMS, language="fr", sending="", subject=""):
        draft = drafted(level, event, channel, language, sending=sending, subject=subject, body=body)
        return save_wording(level=level, draft=draft, user=claire, reason="Plus clair")

    return write


def owed(seance, crest, *, event=Event.BOOKED, about=None, **person):
    usager = world.usager(crest, f"Dumas{OutboxMessage.objects.count()}", **person)
    return owe(
        event=event, cause=f"cause-{usager.pk}", occurrence=seance, usager=usager, now=timezone.now(), about=about
    )


def test_the_most_specific_text_is_sent_and_says_where_it_comes_from(seance, crest, levels, write):
    for name, origin in (("territory", Origin.TERRITORY), ("motif", Origin.MOTIF), ("action", Origin.ACTION)):
        write(levels[name], f"Bonjour de {name}")

        (message,) = owed(seance, crest)
        assert message.body == f"Bonjour de {name}"
        assert wordings_for(seance.action, Event.BOOKED).body(Channel.SMS).origin == origin


def test_going_back_to_the_inherited_text_keeps_the_history(seance, crest, claire, levels, write):
    write(levels["territory"], "Texte du territoire")
    row = write(levels["motif"], "Texte du motif")
    return_to_inherited(level=levels["motif"], event=Event.BOOKED, channel=Channel.SMS, user=claire)

    (message,) = owed(seance, crest)
    assert message.body == "Texte du territoire"
    story = MessageTemplate.history.filter(id=row.pk).order_by("history_id")
    assert [(each.history_type, each.history_change_reason) for each in story] == [
        ("+", "Plus clair"),
        ("-", "Retour au texte hérité"),
    ]


def test_a_text_equal_to_the_inherited_one_is_not_kept(levels, write):
    write(levels["territory"], "Texte du territoire")

    assert write(levels["motif"], "Texte du territoire") is None
    assert write(levels["territory"], "") is None
    assert not MessageTemplate.objects.exists()


def test_a_person_reads_her_language_when_somebody_wrote_it(seance, crest, levels, write):
    write(levels["territory"], "Booked: {date}", language="en")
    write(levels["motif"], "Inscrite le {date}")

    english, french = owed(seance, crest, language="en")[0], owed(seance, crest, language="tr")[0]
    assert english.body.startswith("Booked: ")
    assert any(day in english.body for day in ("day", "Monday"))
    assert french.body.startswith("Inscrite le ")


@pytest.mark.parametrize(
    ("sms", "email", "channels"),
    [
        ("", "", ["sms"]),
        (Sending.ALWAYS, Sending.ALWAYS, ["email", "sms"]),
        (Sending.FALLBACK, Sending.ALWAYS, ["email"]),
        (Sending.NEVER, "", ["email"]),
        (Sending.NEVER, Sending.NEVER, []),
    ],
)
def test_each_event_leaves_on_the_channels_that_are_chosen(seance, crest, levels, write, sms, email, channels):
    write(levels["territory"], sending=sms)
    write(levels["territory"], channel=Channel.EMAIL, sending=email)

    messages = owed(seance, crest, email="ines@example.org")
    assert sorted(message.channel for message in messages) == channels


def test_only_the_changes_that_were_chosen_are_told(seance, crest, claire, levels):
    def told(*changes):
        return bool(owed(seance, crest, event=Event.SEANCE_CHANGED, about=About(seance, changes)))

    assert told(Change.VENUE)
    assert not told(Change.FACILITATORS)
    save_changes(level=levels["territory"], changes=[Change.FACILITATORS], user=claire)
    assert told(Change.FACILITATORS, Change.VENUE)
    assert not told(Change.VENUE)
    save_changes(level=levels["motif"], changes=[], user=claire)
    assert not told(Change.FACILITATORS)


def test_an_action_may_have_its_own_label(seance, crest, drome):
    label = TypeLabel.objects.create(territory=drome, internal_name="Forum", public_name="Forum", sms_name="Forum")
    seance.action.type_label = label

    (message,) = owed(seance, crest)
    assert "Forum Préparation à la naissance" in message.body


def test_an_empty_name_for_sms_is_the_public_one(drome):
    """Bad input B83."""
    label = TypeLabel(territory=drome, internal_name="Atelier PMI", public_name="Atelier", sms_name="")
    label.full_clean()
    assert label.shown_sms_name == "Atelier"

    label.public_name = "Atelier de préparation à la naissance et à la parentalité"
    with pytest.raises(ValidationError, match="Écrivez un nom plus court"):
        label.full_clean()


@pytest.mark.parametrize("name", ["Atelier bit.ly/abc", "https://exemple.fr/x", "www.exemple.fr"])
def test_a_label_leads_nowhere_else(drome, name):
    """Bad input B80."""
    with pytest.raises(ValidationError, match="ne mène pas à une autre adresse"):
        TypeLabel(territory=drome, internal_name="A", public_name=name, sms_name="A").full_clean()


@pytest.mark.parametrize("sender", ["RDV 59!", "RDVDEPARTEMENT", "12345", "RD", "Éveil", "RDV\n59"])
def test_a_sender_name_that_a_provider_refuses_is_refused_here(drome, sender):
    """Bad input B84."""
    drome.sms_sender = sender
    with pytest.raises(ValidationError):
        drome.clean_fields()


def test_a_subject_is_one_line_and_a_body_holds_no_invisible_character(levels, write):
    """Bad input B82."""
    row = write(levels["territory"], "a\r\n.\r\nb", channel=Channel.EMAIL, subject="Bonjour\r\nBcc: x@example.org")
    assert (row.subject, row.body) == ("Bonjour Bcc: x@example.org", "a\n.\nb")
    with pytest.raises(ValidationError):
        write(levels["territory"], "x", channel=Channel.EMAIL, subject="a" * 2000)
    with pytest.raises(ValidationError, match="invisible"):
        write(levels["territory"], "a\x00b")


def page_of(level, event="booked", channel="sms", name="wording"):
    kind = {Origin.TERRITORY: "territory", Origin.MOTIF: "motif", Origin.ACTION: "action"}[level.origin]
    return reverse(f"admin:{kind}_{name}", args=[level.row.pk, event, channel])


def test_the_page_writes_inherits_and_shows_the_exact_message(client, claire, seance, crest, levels):
    client.force_login(claire)
    page = page_of(levels["motif"])
    typed = {"body": "Venez {date} à {heure}, {lieu}. {contact}", "sending": "", "reason": ""}
    shown = client.post(page, typed | {"refresh": "typed"}).context["twin"].cases[0]
    client.post(page, typed)

    (message,) = owed(seance, crest)
    assert (shown.text.body, shown.size.segments) == (message.body, message.segments)
    assert "propre" not in client.get(reverse("admin:territory_wordings", args=[crest.territory_id])).text
    assert "vient du motif" in client.get(reverse("admin:motif_wordings", args=[levels["motif"].row.pk])).text
    assert "vient du motif" in client.get(reverse("admin:action_wordings", args=[levels["action"].row.pk])).text
    client.post(page_of(levels["motif"], name="inherit"))
    assert not MessageTemplate.objects.exists()


def test_a_dear_character_is_named_and_replaced_without_javascript(client, claire, seance, levels):
    client.force_login(claire)
    dear = {"body": "L’atelier {titre} : {date}. " + "a" * 90, "sending": "", "reason": ""}
    answer = client.post(page_of(levels["motif"]), dear | {"refresh": "typed"})
    cheap = client.post(page_of(levels["motif"]), dear | {"refresh": "replace-’"})

    assert "Le caractère « ’ » triple le prix de ce SMS." in answer.text
    assert "Remplacer par &#x27;" in answer.text
    assert cheap.context["form"]["body"].value().startswith("L'atelier")
    assert cheap.context["twin"].cases[0].size.segments == 1
    assert not MessageTemplate.objects.exists()


def typed(client, levels, body, language="fr"):
    """The alerts and the dear characters of the first séance, while this is written."""
    draft = {"body": body, "sending": "", "reason": "", "refresh": "typed"}
    case = client.post(f"{page_of(levels['motif'])}?langue={language}", draft).context["twin"].cases[0]
    return case, " ".join(case.alerts), [each.character for each in case.dear]


def test_what_has_no_replacement_is_named_too(client, claire, seance, levels):
    client.force_login(claire)
    _, alerts, dear = typed(client, levels, f"Vous êtes inscrit 😀 {'a' * 120}")

    assert "Les caractères « ê », « 😀 » triplent le prix de ce SMS." in alerts
    assert "trop long" not in alerts
    assert dear == ["ê", "😀"]


def test_another_script_is_said_once_instead_of_letter_by_letter(client, claire, seance, levels):
    client.force_login(claire)
    _, alerts, dear = typed(client, levels, "Місце підтверджено: {date}. {lien}", language="uk")

    assert "Dans cette écriture (« М »), un SMS contient 70 caractères au lieu de 160." in alerts
    assert dear == []
    assert typed(client, levels, "Yarın {date} ı", language="tr")[2] == ["ı"]


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Thursday 14 January"),
        ("es", "jueves 14 de enero"),
        ("pt", "quinta-feira, 14 de janeiro"),
        ("tr", "14 Ocak Perşembe"),
        ("uk", "четвер, 14 січня"),
    ],
)
def test_a_day_is_written_as_each_language_writes_it(language, day):
    with translation.override(language):
        assert day_in(language, date(2027, 1, 14)) == day


def test_what_cannot_be_sent_is_refused_in_place_and_kept_on_screen(client, claire, seance, levels):
    client.force_login(claire)
    answer = client.post(page_of(levels["motif"]), {"body": "Rendez-vous {leiu}", "sending": "", "reason": ""})

    assert "Vouliez-vous écrire {lieu} ?" in answer.text
    assert answer.context["form"]["body"].value() == "Rendez-vous {leiu}"
    assert not MessageTemplate.objects.exists()


def test_a_price_a_night_and_a_sensitive_name_are_said(client, claire, seance, crest, drome, levels):
    drome.sms_segment_price, drome.quiet_from = Decimal("0.0450"), time(20)
    drome.save()
    world.motif(crest, "Autre").service.__class__.objects.create(
        territory=drome, name="Violences conjugales", short_name="VC", is_sensitive=True
    )
    client.force_login(claire)
    body = {"body": "Atelier Violences conjugales {date}", "sending": "", "reason": "", "refresh": "typed"}
    page = client.post(page_of(levels["motif"]), body).text

    assert "0,045 €" in page
    assert "Entre 20:00 et 08:00, ce message attend 08:00." in page
    assert "Ce message contient un nom sensible : « Violences conjugales »." in page
    assert "ni téléphone ni lien" in page


def test_the_link_is_a_button_it_is_counted_and_missed_where_an_answer_is_awaited(client, claire, seance, levels):
    client.force_login(claire)
    address = page_of(levels["motif"], event=Event.OFFERED)
    answer = client.get(address)
    assert 'data-insert="{lien}"' in answer.text
    case = answer.context["twin"].cases[0]
    assert f"/r/{'*' * 22}" in case.text.body
    assert not [alert for alert in case.alerts if "lien" in alert]

    without = {"body": "Une place : {date}. {contact}", "sending": "", "reason": "", "refresh": "typed"}
    assert "Ce message attend une réponse sans donner le lien" in client.post(address, without).text


@pytest.mark.parametrize("channel", Channel)
def test_a_sensitive_motif_shows_the_neutral_text_in_the_twin(client, claire, seance, crest, levels, channel):
    """Bad input B81."""
    label = seance.action.motif.type_label
    label.is_sensitive = True
    label.save()
    client.force_login(claire)
    case = client.get(page_of(levels["motif"], channel=channel)).context["twin"].cases[0]

    assert "Préparation" not in f"{case.text.subject} {case.text.body} {case.calendar_title}"
    assert any("texte neutre" in alert for alert in case.alerts)


def test_an_agent_writes_no_text_and_other_territories_do_not_exist(client, nadia, claire, levels):
    client.force_login(nadia)
    assert client.get(page_of(levels["motif"])).status_code == 403
    client.force_login(world.user("Zoé", "Référente", world.territory("80", "Somme")))
    assert client.get(page_of(levels["motif"])).status_code == 404
    client.force_login(claire)
    assert client.get(page_of(levels["motif"], event="nothing")).status_code == 404


def test_the_rows_of_a_wording_are_read_in_one_statement(seance, django_assert_num_queries, levels, write):
    for level in levels.values():
        write(level, f"Texte {level.origin}")

    with django_assert_num_queries(1):
        wordings = wordings_for(seance.action, Event.BOOKED)
    assert isinstance(wordings, Wordings)
    assert len(wordings.rows) == 3
