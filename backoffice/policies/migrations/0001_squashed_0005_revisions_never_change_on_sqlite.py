"""The tables of this room as 0005 leaves them, created at once. A database that has begun with the migrations that it replaces goes on with them."""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# What these wrote is written again, in their order.
on_postgresql = import_module("backoffice.policies.migrations.0002_revisions_never_change")
on_sqlite = import_module("backoffice.policies.migrations.0005_revisions_never_change_on_sqlite")


class Migration(migrations.Migration):

    replaces = [
        ('policies', '0001_initial'),
        ('policies', '0002_revisions_never_change'),
        ('policies', '0003_messages_states_and_calling_off'),
        ('policies', '0004_trials_end_and_rules_are_counted'),
        ('policies', '0005_revisions_never_change_on_sqlite'),
    ]

    initial = True

    dependencies = [
        ('catalogue', '0002_initial'),
        ('directory', '0003_second_reader_is_a_setting'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CountedDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='jour')),
                ('counted_at', models.DateTimeField(verbose_name='compté le')),
            ],
            options={
                'verbose_name': 'jour compté',
                'verbose_name_plural': 'jours comptés',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPolicy',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(help_text='Stable : il ne change plus après la première publication.', max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]{0,59}$', 'Le code s’écrit en minuscules, chiffres et tirets. Exemple : atelier-lecture.')], verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('is_for_territory', models.BooleanField(default=False, help_text='Ses règles s’ajoutent à celles de chaque motif du territoire.', verbose_name='vaut pour tout le territoire')),
                ('is_archived', models.BooleanField(default=False, verbose_name='retirée')),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='proposée le')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposée par')),
                ('territory', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='directory.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'historique',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Stable : il ne change plus après la première publication.', max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]{0,59}$', 'Le code s’écrit en minuscules, chiffres et tirets. Exemple : atelier-lecture.')], verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('is_for_territory', models.BooleanField(default=False, help_text='Ses règles s’ajoutent à celles de chaque motif du territoire.', verbose_name='vaut pour tout le territoire')),
                ('is_archived', models.BooleanField(default=False, verbose_name='retirée')),
                ('draft_version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version du brouillon')),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='proposée le')),
                ('motifs', models.ManyToManyField(blank=True, related_name='policies', to='catalogue.motif', verbose_name='motifs')),
                ('submitted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submitted_policies', to=settings.AUTH_USER_MODEL, verbose_name='proposée par')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='directory.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'politique d’inscription',
                'verbose_name_plural': 'politiques d’inscription',
                'ordering': ['territory', 'name'],
                'constraints': [models.UniqueConstraint(fields=('territory', 'code'), name='one_policy_code_per_territory', violation_error_message='Une politique porte déjà ce code.'), models.UniqueConstraint(condition=models.Q(('is_archived', False), ('is_for_territory', True)), fields=('territory',), name='one_territory_wide_policy', violation_error_message='Ce territoire a déjà une politique qui vaut partout. Modifiez-la, ou retirez-la d’abord.')],
            },
        ),
        migrations.CreateModel(
            name='Parameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='réglage')),
                ('value', models.JSONField(null=True, verbose_name='valeur')),
                ('is_imposed', models.BooleanField(default=False, help_text='Un motif ou une action ne peut pas le changer.', verbose_name='imposé')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parameters', to='policies.policy', verbose_name='politique')),
            ],
            options={
                'verbose_name': 'réglage',
                'ordering': ['policy', 'code'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'code'), name='one_value_per_parameter', violation_error_message='Ce réglage est déjà posé.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalScenario',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('facts', models.JSONField(default=dict, verbose_name='personne et séance inventées')),
                ('expected_outcome', models.CharField(max_length=10, verbose_name='réponse attendue')),
                ('expected_reasons', models.JSONField(blank=True, default=list, verbose_name='motifs attendus')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.policy', verbose_name='politique')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'historique',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRule',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]{0,59}$', 'Le code s’écrit en minuscules, chiffres et tirets. Exemple : atelier-lecture.')], verbose_name='code')),
                ('title', models.CharField(max_length=120, verbose_name='titre')),
                ('effect', models.CharField(choices=[('decide', 'Répondre à la demande'), ('prioritise', 'Passer devant'), ('replace', 'Remplacer un réglage')], default='decide', max_length=12, verbose_name='effet')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='réponse selon le demandeur')),
                ('asks', models.JSONField(blank=True, default=list, verbose_name='informations demandées')),
                ('points', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='points')),
                ('parameter', models.CharField(blank=True, max_length=60, verbose_name='réglage remplacé')),
                ('parameter_value', models.JSONField(blank=True, null=True, verbose_name='valeur de remplacement')),
                ('public_message', models.CharField(blank=True, max_length=300, verbose_name='message à la personne')),
                ('agent_message', models.CharField(blank=True, max_length=300, verbose_name='message à l’agent')),
                ('is_overridable', models.BooleanField(default=False, help_text='Un agent qui en a le droit peut passer outre, avec une raison.', verbose_name='dérogation possible')),
                ('source', models.CharField(blank=True, help_text='La décision ou le texte. Exemple : délibération du 3 mars 2026.', max_length=200, verbose_name='source')),
                ('unknown', models.CharField(blank=True, choices=[('verify', 'Faire vérifier par un agent'), ('refuse', 'Refuser'), ('let_pass', 'Laisser passer'), ('ask', 'Demander à la personne')], default='verify', max_length=10, verbose_name='si une information manque')),
                ('is_rechecked', models.BooleanField(default=False, verbose_name='à revérifier quand une place se libère')),
                ('is_active', models.BooleanField(default=True, help_text='Une règle désactivée reste dans le brouillon et n’est pas publiée.', verbose_name='active')),
                ('template', models.CharField(blank=True, editable=False, max_length=60, verbose_name='gabarit')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.policy', verbose_name='politique')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'historique',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPolicy_motifs',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='policies.historicalpolicy')),
                ('motif', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.motif')),
                ('policy', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.policy')),
            ],
            options={
                'verbose_name': 'HistoricalPolicy_motifs',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalParameter',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='réglage')),
                ('value', models.JSONField(null=True, verbose_name='valeur')),
                ('is_imposed', models.BooleanField(default=False, help_text='Un motif ou une action ne peut pas le changer.', verbose_name='imposé')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.policy', verbose_name='politique')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'historique',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PolicyRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='numéro')),
                ('document', models.TextField(verbose_name='contenu')),
                ('document_hash', models.CharField(max_length=64, verbose_name='empreinte')),
                ('reason', models.CharField(max_length=300, verbose_name='pourquoi')),
                ('published_at', models.DateTimeField(verbose_name='publiée le')),
                ('effective_at', models.DateTimeField(verbose_name='en vigueur à partir du')),
                ('software_release', models.CharField(max_length=40, verbose_name='version du logiciel')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_revisions', to=settings.AUTH_USER_MODEL, verbose_name='écrite par')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='policies.policy', verbose_name='politique')),
                ('returns_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returned_by', to='policies.policyrevision', verbose_name='retour à')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviewed_revisions', to=settings.AUTH_USER_MODEL, verbose_name='relue et publiée par')),
            ],
            options={
                'verbose_name': 'révision',
                'ordering': ['policy', '-number'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'number'), name='one_revision_per_number', violation_error_message='Quelqu’un vient de publier cette politique. Relisez sa version, puis publiez de nouveau.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_revision_says_why', violation_error_message='Écrivez pourquoi.')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]{0,59}$', 'Le code s’écrit en minuscules, chiffres et tirets. Exemple : atelier-lecture.')], verbose_name='code')),
                ('title', models.CharField(max_length=120, verbose_name='titre')),
                ('effect', models.CharField(choices=[('decide', 'Répondre à la demande'), ('prioritise', 'Passer devant'), ('replace', 'Remplacer un réglage')], default='decide', max_length=12, verbose_name='effet')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='réponse selon le demandeur')),
                ('asks', models.JSONField(blank=True, default=list, verbose_name='informations demandées')),
                ('points', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='points')),
                ('parameter', models.CharField(blank=True, max_length=60, verbose_name='réglage remplacé')),
                ('parameter_value', models.JSONField(blank=True, null=True, verbose_name='valeur de remplacement')),
                ('public_message', models.CharField(blank=True, max_length=300, verbose_name='message à la personne')),
                ('agent_message', models.CharField(blank=True, max_length=300, verbose_name='message à l’agent')),
                ('is_overridable', models.BooleanField(default=False, help_text='Un agent qui en a le droit peut passer outre, avec une raison.', verbose_name='dérogation possible')),
                ('source', models.CharField(blank=True, help_text='La décision ou le texte. Exemple : délibération du 3 mars 2026.', max_length=200, verbose_name='source')),
                ('unknown', models.CharField(blank=True, choices=[('verify', 'Faire vérifier par un agent'), ('refuse', 'Refuser'), ('let_pass', 'Laisser passer'), ('ask', 'Demander à la personne')], default='verify', max_length=10, verbose_name='si une information manque')),
                ('is_rechecked', models.BooleanField(default=False, verbose_name='à revérifier quand une place se libère')),
                ('is_active', models.BooleanField(default=True, help_text='Une règle désactivée reste dans le brouillon et n’est pas publiée.', verbose_name='active')),
                ('template', models.CharField(blank=True, editable=False, max_length=60, verbose_name='gabarit')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='policies.policy', verbose_name='politique')),
            ],
            options={
                'verbose_name': 'règle',
                'ordering': ['policy', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'code'), name='one_rule_code_per_policy', violation_error_message='Une règle de cette politique porte déjà ce code.')],
            },
        ),
        migrations.CreateModel(
            name='RuleDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(blank=True, max_length=60, verbose_name='règle')),
                ('day', models.DateField(verbose_name='jour')),
                ('touched', models.PositiveIntegerField(default=0, verbose_name='demandes concernées')),
                ('lifted', models.PositiveIntegerField(default=0, verbose_name='dérogations')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rule_days', to='policies.policy', verbose_name='politique')),
            ],
            options={
                'verbose_name': 'décompte d’une règle',
                'verbose_name_plural': 'décomptes des règles',
                'ordering': ['policy', 'day', 'rule'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'day', 'rule'), name='one_count_per_rule_and_day', violation_error_message='Ce jour est déjà compté.')],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('facts', models.JSONField(default=dict, verbose_name='personne et séance inventées')),
                ('expected_outcome', models.CharField(max_length=10, verbose_name='réponse attendue')),
                ('expected_reasons', models.JSONField(blank=True, default=list, verbose_name='motifs attendus')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='policies.policy', verbose_name='politique')),
            ],
            options={
                'verbose_name': 'scénario',
                'ordering': ['policy', 'name'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'name'), name='one_scenario_name_per_policy', violation_error_message='Un scénario porte déjà ce nom.')],
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.TextField(verbose_name='contenu')),
                ('document_hash', models.CharField(max_length=64, verbose_name='empreinte')),
                ('started_at', models.DateTimeField(verbose_name='lancé le')),
                ('reason', models.CharField(db_default='', max_length=300, verbose_name='pourquoi')),
                ('ends_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='fin prévue le')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='arrêté le')),
                ('end_reason', models.CharField(blank=True, db_default='', max_length=300, verbose_name='pourquoi l’arrêter')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended_trials', to=settings.AUTH_USER_MODEL, verbose_name='arrêté par')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='policies.policy', verbose_name='politique')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='started_trials', to=settings.AUTH_USER_MODEL, verbose_name='lancé par')),
            ],
            options={
                'verbose_name': 'essai',
                'ordering': ['-started_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('policy',), name='one_running_trial_per_policy', violation_error_message='Un essai est déjà en cours pour cette politique.')],
            },
        ),
        migrations.CreateModel(
            name='CalledOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('called_off_at', models.DateTimeField(verbose_name='annulée le')),
                ('reason', models.CharField(max_length=300, verbose_name='pourquoi')),
                ('called_off_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='called_off_revisions', to=settings.AUTH_USER_MODEL, verbose_name='annulée par')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='called_off', to='policies.policyrevision', verbose_name='révision')),
            ],
            options={
                'verbose_name': 'publication annulée',
                'verbose_name_plural': 'publications annulées',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='calling_off_says_why', violation_error_message='Écrivez pourquoi.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCondition',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('card', models.PositiveSmallIntegerField(default=1, verbose_name='cas')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                ('fact', models.CharField(max_length=80, verbose_name='information')),
                ('operator', models.CharField(max_length=20, verbose_name='comparaison')),
                ('value', models.JSONField(blank=True, null=True, verbose_name='valeur')),
                ('public_message', models.CharField(blank=True, max_length=300, verbose_name='message à la personne')),
                ('agent_message', models.CharField(blank=True, max_length=300, verbose_name='message à l’agent')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.rule', verbose_name='règle')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'historique',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('card', models.PositiveSmallIntegerField(default=1, verbose_name='cas')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                ('fact', models.CharField(max_length=80, verbose_name='information')),
                ('operator', models.CharField(max_length=20, verbose_name='comparaison')),
                ('value', models.JSONField(blank=True, null=True, verbose_name='valeur')),
                ('public_message', models.CharField(blank=True, max_length=300, verbose_name='message à la personne')),
                ('agent_message', models.CharField(blank=True, max_length=300, verbose_name='message à l’agent')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='policies.rule', verbose_name='règle')),
            ],
            options={
                'verbose_name': 'condition',
                'ordering': ['rule', 'card', 'position', 'pk'],
            },
        ),
        migrations.RunPython(on_postgresql.run(on_postgresql.CREATE), on_postgresql.run(on_postgresql.DROP)),
        migrations.RunPython(on_sqlite.run(on_sqlite.CREATE), on_sqlite.run(on_sqlite.DROP)),
    ]
