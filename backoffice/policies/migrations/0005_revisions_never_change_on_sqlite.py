"""SQLite refuses to change a published revision too. Deleting stays the model's to refuse: SQLite has no other way to empty a table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE TRIGGER policies_revision_never_changes BEFORE UPDATE ON policies_policyrevision
BEGIN SELECT RAISE(ABORT, 'a published revision never changes'); END;
"""
DROP = "DROP TRIGGER policies_revision_never_changes;"


def run(statement):
    def operation(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("policies", "0004_trials_end_and_rules_are_counted"),
    ]
    operations = [
        migrations.AlterField(
            model_name="policyrevision",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="published_revisions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="écrite par",
            ),
        ),
        migrations.AlterField(
            model_name="policyrevision",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviewed_revisions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="relue et publiée par",
            ),
        ),
        migrations.RunPython(run(CREATE), run(DROP)),
    ]
