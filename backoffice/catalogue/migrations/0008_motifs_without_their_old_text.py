"""The column leaves the model and stays in the database, with a default: the previous release still reads and writes it."""

import django.db.models.deletion
from django.db import migrations, models

OLD = {
    'field': models.TextField(blank=True, db_default='', help_text='Ce que la personne doit savoir avant de venir.', max_length=2000, verbose_name='consignes'),
    'name': 'instructions',
}


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_instructions_are_copied'),
    ]

    operations = [
        migrations.AlterField(model_name='motif', **OLD),
        migrations.AlterField(model_name='historicalmotif', **OLD),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='motif', name='instructions'),
                migrations.RemoveField(model_name='historicalmotif', name='instructions'),
            ],
        ),
        migrations.AlterField(
            model_name='instruction',
            name='motif',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instructions', to='catalogue.motif', verbose_name='motif'),
        ),
    ]
