"""On PostgreSQL, a trigger refuses to change or delete a published revision, whoever asks. SQLite is guarded by the model alone."""

from django.db import migrations

CREATE = """
CREATE FUNCTION policies_revision_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published revision never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER policies_revision_never_changes BEFORE UPDATE OR DELETE ON policies_policyrevision
  FOR EACH ROW EXECUTE FUNCTION policies_revision_never_changes();
"""
DROP = """
DROP TRIGGER policies_revision_never_changes ON policies_policyrevision;
DROP FUNCTION policies_revision_never_changes();
"""


def run(statement):
    def operation(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunPython(run(CREATE), run(DROP))]
