"""The official school holidays of Corsica, La Réunion and French Polynesia that are known; the other overseas calendars are imported once published.

Source: the ministry's calendar (data.education.gouv.fr, « fr-en-calendrier-scolaire »). La Réunion and Polynesia: the ministry's own answers, as public
repositories recorded them in September 2026. Corsica: the data of OpenHolidays, which agree with the ministry's file for the years before and with
its answer for Christmas. A day of departure that is worked (« après la classe ») is not a holiday; the last day is the eve of the return."""

from datetime import date

from django.db import migrations
from django.utils import timezone

REASON = "Calendrier officiel livré avec le logiciel."
ZONES = {
    "corse": (
        ("Vacances de la Toussaint", "2026-10-17", "2026-11-01"),
        ("Vacances de Noël", "2026-12-19", "2027-01-03"),
        ("Vacances d’hiver", "2027-02-13", "2027-02-28"),
        ("Vacances de printemps", "2027-04-10", "2027-04-25"),
    ),
    "reunion": (
        ("Vacances après 1ère période", "2026-10-10", "2026-10-25"),
        ("Vacances d’été austral", "2026-12-19", "2027-01-31"),
        ("Vacances après 3ème période", "2027-03-17", "2027-03-29"),
        ("Vacances après 4ème période", "2027-05-06", "2027-05-18"),
    ),
    "polynesie": (
        ("Vacances de septembre", "2026-09-12", "2026-09-20"),
        ("Vacances de novembre", "2026-10-24", "2026-11-08"),
        ("Vacances de Noël", "2026-12-12", "2027-01-10"),
        ("Vacances de février", "2027-02-13", "2027-02-21"),
        ("Vacances de Pâques", "2027-03-27", "2027-04-11"),
        ("Vacances de mai", "2027-05-15", "2027-05-23"),
        ("Grandes vacances", "2027-07-03", "2027-08-23"),
        ("Vacances de septembre", "2027-09-25", "2027-10-03"),
        ("Vacances de novembre", "2027-11-06", "2027-11-14"),
        ("Vacances de Noël", "2027-12-18", "2028-01-16"),
        ("Vacances de février", "2028-02-19", "2028-03-05"),
        ("Vacances de Pâques", "2028-04-08", "2028-04-17"),
        ("Vacances de mai", "2028-05-20", "2028-05-28"),
        ("Grandes vacances", "2028-07-08", "2028-08-21"),
        ("Vacances de septembre", "2028-09-23", "2028-10-01"),
        ("Vacances de novembre", "2028-11-04", "2028-11-12"),
        ("Vacances de Noël", "2028-12-16", "2029-01-14"),
        ("Vacances de février", "2029-02-17", "2029-03-05"),
        ("Vacances de Pâques", "2029-04-07", "2029-04-15"),
        ("Vacances de mai", "2029-05-19", "2029-05-27"),
    ),
}


def create(apps, schema_editor):
    """A row that a super-administrator imported already is hers."""
    rows, history = apps.get_model("directory", "SchoolHoliday"), apps.get_model("directory", "HistoricalSchoolHoliday")
    for zone, holidays in ZONES.items():
        for name, first, last in holidays:
            days = {"first_day": date.fromisoformat(first), "last_day": date.fromisoformat(last)}
            if rows.objects.filter(territory=None, zone=zone, first_day=days["first_day"]).exists():
                continue
            row = rows.objects.create(zone=zone, name=name, **days)
            marks = {"history_date": timezone.now(), "history_type": "+", "history_change_reason": REASON}
            history.objects.create(id=row.pk, zone=zone, name=name, **days, **marks)


def remove(apps, schema_editor):
    apps.get_model("directory", "SchoolHoliday").objects.filter(territory=None, zone__in=ZONES).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_ceilings_of_messages")]
    operations = [migrations.RunPython(create, remove)]
