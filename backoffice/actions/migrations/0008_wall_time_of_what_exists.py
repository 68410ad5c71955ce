"""The day and the hour on the wall of the séances that exist, read from their instants in their territory's zone."""

from zoneinfo import ZoneInfo

from django.db import migrations

PACK = 500


def fill(apps, schema_editor):
    rows = apps.get_model("actions", "Occurrence").objects.filter(wall_day__isnull=True)
    zones = rows.values_list("action__organisation__territory__time_zone", flat=True).order_by().distinct()
    for zone in list(zones):
        found = list(rows.filter(action__organisation__territory__time_zone=zone).only("starts_at"))
        for row in found:
            wall = row.starts_at.astimezone(ZoneInfo(zone))
            row.wall_day, row.wall_time = wall.date(), wall.time()
        rows.model.objects.bulk_update(found, ["wall_day", "wall_time"], batch_size=PACK)


class Migration(migrations.Migration):
    dependencies = [("actions", "0007_series_and_absences"), ("directory", "0006_calendars_and_conflicts")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
