"""The standard roles of référentes and of heads of organisation may override a rule that says so."""

from django.db import migrations
from django.utils import timezone

NAMES = ("Référente", "Responsable d’organisation")
OVERRIDE = "override"


def change(apps, activities_after):
    history = apps.get_model("directory", "HistoricalRole")
    for role in apps.get_model("directory", "Role").objects.filter(territory=None, name__in=NAMES):
        role.activities = activities_after(role.activities)
        role.save()
        history.objects.create(
            id=role.pk,
            name=role.name,
            activities=role.activities,
            history_date=timezone.now(),
            history_type="~",
            history_change_reason="Droit de passer outre une règle, livré avec les règles d’inscription.",
        )


def add(apps, schema_editor):
    change(apps, lambda activities: [*activities, OVERRIDE] if OVERRIDE not in activities else activities)


def remove(apps, schema_editor):
    change(apps, lambda activities: [name for name in activities if name != OVERRIDE])


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_second_reader_is_a_setting")]
    operations = [migrations.RunPython(add, remove)]
