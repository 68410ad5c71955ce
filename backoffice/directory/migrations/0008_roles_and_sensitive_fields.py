"""Sensitive custom fields: référentes configure them; they and heads of organisation read them. Other roles are given the right on purpose."""

from django.db import migrations
from django.utils import timezone

VIEW, CONFIGURE = "view_sensitive", "configure_sensitive"
GIVEN = {"Référente": [VIEW, CONFIGURE], "Responsable d’organisation": [VIEW]}


def change(apps, activities_after):
    history = apps.get_model("directory", "HistoricalRole")
    for role in apps.get_model("directory", "Role").objects.filter(territory=None, name__in=GIVEN):
        role.activities = activities_after(role)
        role.save()
        history.objects.create(
            id=role.pk,
            name=role.name,
            activities=role.activities,
            history_date=timezone.now(),
            history_type="~",
            history_change_reason="Droits sur les informations sensibles, livrés avec les champs personnalisés.",
        )


def add(apps, schema_editor):
    change(apps, lambda role: [*role.activities, *(name for name in GIVEN[role.name] if name not in role.activities)])


def remove(apps, schema_editor):
    change(apps, lambda role: [name for name in role.activities if name not in (VIEW, CONFIGURE)])


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_official_school_holidays")]
    operations = [migrations.RunPython(add, remove)]
