"""The standard roles that every territory starts with. Territories add their own; the super-administrator edits these."""

from django.db import migrations
from django.utils import timezone

AGENT = ["view", "view_people", "edit_people", "enrol", "overbook", "attendance", "message"]
ROLES = {
    "Référente": [
        *AGENT,
        "import_people",
        "plan",
        "configure",
        "publish",
        "export_statistics",
        "export_nominative",
        "manage_users",
        "manage_territory",
        "read_journal",
    ],
    "Responsable d’organisation": [*AGENT, "import_people", "plan", "export_statistics", "read_journal"],
    "Agent": AGENT,
    "Chargé d’études": ["view", "export_statistics"],
}


def create_roles(apps, schema_editor):
    role_model, history_model = apps.get_model("directory", "Role"), apps.get_model("directory", "HistoricalRole")
    for name, activities in ROLES.items():
        role = role_model.objects.create(territory=None, name=name, activities=activities)
        history_model.objects.create(
            id=role.pk,
            name=name,
            activities=activities,
            history_date=timezone.now(),
            history_type="+",
            history_change_reason="Rôle commun livré avec le logiciel.",
        )


def remove_roles(apps, schema_editor):
    apps.get_model("directory", "Role").objects.filter(territory=None, name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(create_roles, remove_roles)]
