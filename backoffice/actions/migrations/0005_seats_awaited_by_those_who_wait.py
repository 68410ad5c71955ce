"""Everybody who waits today waits alone: as many seats as people."""

from django.db import migrations
from django.db.models import F


def one_seat_each(apps, _schema_editor):
    apps.get_model("actions", "OccurrenceCounters").objects.filter(waiting_count__gt=0).update(
        seats_awaited=F("waiting_count")
    )


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_parties_quotas_minimum")]

    operations = [migrations.RunPython(one_seat_each, migrations.RunPython.noop)]
