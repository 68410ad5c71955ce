"""The official school holidays of zones A, B and C that are known, read by every territory; later years are imported.

Source: the ministry's calendars (data.education.gouv.fr), as published in two independent packages that agree on these days."""

from datetime import date

from django.db import migrations
from django.utils import timezone

REASON = "Calendrier officiel livré avec le logiciel."
AUTUMN, CHRISTMAS, WINTER, SPRING, ASCENSION, SUMMER = (
    "Vacances de la Toussaint", "Vacances de Noël", "Vacances d’hiver", "Vacances de printemps", "Pont de l’Ascension",
    "Vacances d’été",
)  # fmt: skip
ALL = {
    (ASCENSION, "2026-05-14", "2026-05-17"),
    (SUMMER, "2026-07-04", "2026-08-31"),
    (AUTUMN, "2026-10-17", "2026-11-01"),
    (CHRISTMAS, "2026-12-19", "2027-01-03"),
    (ASCENSION, "2027-05-06", "2027-05-09"),
    (SUMMER, "2027-07-03", "2027-09-01"),
    (AUTUMN, "2027-10-23", "2027-11-07"),
    (CHRISTMAS, "2027-12-18", "2028-01-02"),
    (ASCENSION, "2028-05-25", "2028-05-28"),
    (SUMMER, "2028-07-05", "2028-09-03"),
}
ZONES = {
    "A": {
        (WINTER, "2026-02-07", "2026-02-22"),
        (SPRING, "2026-04-04", "2026-04-19"),
        (WINTER, "2027-02-13", "2027-02-28"),
        (SPRING, "2027-04-10", "2027-04-25"),
        (WINTER, "2028-02-19", "2028-03-05"),
        (SPRING, "2028-04-22", "2028-05-08"),
    },
    "B": {
        (WINTER, "2026-02-14", "2026-03-01"),
        (SPRING, "2026-04-11", "2026-04-26"),
        (WINTER, "2027-02-20", "2027-03-07"),
        (SPRING, "2027-04-17", "2027-05-02"),
        (WINTER, "2028-02-05", "2028-02-20"),
        (SPRING, "2028-04-08", "2028-04-23"),
    },
    "C": {
        (WINTER, "2026-02-21", "2026-03-08"),
        (SPRING, "2026-04-18", "2026-05-03"),
        (WINTER, "2027-02-06", "2027-02-21"),
        (SPRING, "2027-04-03", "2027-04-18"),
        (WINTER, "2028-02-12", "2028-02-27"),
        (SPRING, "2028-04-15", "2028-05-01"),
    },
}


def create(apps, schema_editor):
    rows, history = apps.get_model("directory", "SchoolHoliday"), apps.get_model("directory", "HistoricalSchoolHoliday")
    for zone, holidays in ZONES.items():
        for name, first, last in sorted(holidays | ALL, key=lambda each: each[1]):
            values = {
                "zone": zone,
                "name": name,
                "first_day": date.fromisoformat(first),
                "last_day": date.fromisoformat(last),
            }
            row = rows.objects.create(**values)
            marks = {"history_date": timezone.now(), "history_type": "+", "history_change_reason": REASON}
            history.objects.create(id=row.pk, **values, **marks)


def remove(apps, schema_editor):
    apps.get_model("directory", "SchoolHoliday").objects.filter(territory=None, zone__in=ZONES).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_calendars_and_conflicts")]
    operations = [migrations.RunPython(create, remove)]
