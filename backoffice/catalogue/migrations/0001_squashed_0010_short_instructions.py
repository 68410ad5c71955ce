"""The tables of this room as 0010 leaves them, created at once. A database that has begun with the migrations that it replaces goes on with them."""

import backoffice.catalogue.models.motifs
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('catalogue', '0001_initial'),
        ('catalogue', '0002_initial'),
        ('catalogue', '0003_people_per_inscription'),
        ('catalogue', '0004_motifs_open_to_prescribers'),
        ('catalogue', '0005_motifs_ask_questions'),
        ('catalogue', '0006_instructions_are_rows'),
        ('catalogue', '0007_instructions_are_copied'),
        ('catalogue', '0008_motifs_without_their_old_text'),
        ('catalogue', '0009_time_to_answer_an_offer'),
        ('catalogue', '0010_short_instructions'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0002_custom_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalMotifCategory',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='nom')),
                ('short_name', models.CharField(blank=True, max_length=20, verbose_name='nom court')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
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
            name='HistoricalTypeLabel',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('internal_name', models.CharField(help_text='Vu par les agents. Exemple : Atelier PMI.', max_length=80, verbose_name='nom interne')),
                ('public_name', models.CharField(help_text='Vu par les usagers, dans les e-mails. Exemple : Atelier.', max_length=80, verbose_name='nom public')),
                ('sms_name', models.CharField(blank=True, help_text='30 caractères au plus. Exemple : Atelier. Vide : le nom public, s’il tient dans 30 caractères.', max_length=30, verbose_name='nom dans les SMS')),
                ('is_sensitive', models.BooleanField(default=False, help_text='Un libellé sensible n’apparaît jamais dans un message : le texte neutre le remplace.', verbose_name='sensible')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
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
            name='MotifCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='nom')),
                ('short_name', models.CharField(blank=True, max_length=20, verbose_name='nom court')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motif_categories', to='directory.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'catégorie de motif',
                'verbose_name_plural': 'catégories de motif',
                'ordering': ['territory', 'name'],
                'constraints': [models.UniqueConstraint(fields=('territory', 'name'), name='one_category_name_per_territory', violation_error_message='Une catégorie porte déjà ce nom.')],
            },
        ),
        migrations.CreateModel(
            name='TypeLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('internal_name', models.CharField(help_text='Vu par les agents. Exemple : Atelier PMI.', max_length=80, verbose_name='nom interne')),
                ('public_name', models.CharField(help_text='Vu par les usagers, dans les e-mails. Exemple : Atelier.', max_length=80, verbose_name='nom public')),
                ('sms_name', models.CharField(blank=True, help_text='30 caractères au plus. Exemple : Atelier. Vide : le nom public, s’il tient dans 30 caractères.', max_length=30, verbose_name='nom dans les SMS')),
                ('is_sensitive', models.BooleanField(default=False, help_text='Un libellé sensible n’apparaît jamais dans un message : le texte neutre le remplace.', verbose_name='sensible')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='type_labels', to='directory.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'libellé de type',
                'verbose_name_plural': 'libellés de type',
                'ordering': ['territory', 'internal_name'],
                'constraints': [models.UniqueConstraint(fields=('territory', 'internal_name'), name='one_type_label_per_territory', violation_error_message='Un libellé porte déjà ce nom interne.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMotif',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(help_text='Vu par les agents.', max_length=100, verbose_name='nom')),
                ('public_name', models.CharField(blank=True, help_text='Vu par les usagers. Vide : le même nom.', max_length=100, verbose_name='nom public')),
                ('kind', models.CharField(choices=[('collective', 'Collectif'), ('individual', 'Individuel')], default='collective', max_length=12, verbose_name='format')),
                ('venue_kind', models.CharField(choices=[('public_office', 'Sur place'), ('phone', 'Par téléphone'), ('home', 'À domicile'), ('visio', 'Par visioconférence')], default='public_office', max_length=15, verbose_name='type de lieu')),
                ('default_duration_minutes', models.PositiveSmallIntegerField(default=120, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(1440)], verbose_name='durée (minutes)')),
                ('default_seats', models.PositiveSmallIntegerField(default=12, help_text='Par séance, sauf si l’action ou la séance dit autre chose.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='places')),
                ('waitlist_mode', models.CharField(choices=[('none', 'Pas de liste d’attente'), ('manual', 'Un agent donne les places libérées'), ('automatic', 'La place libérée va à la première personne')], default='automatic', max_length=10, verbose_name='liste d’attente')),
                ('waitlist_max', models.PositiveSmallIntegerField(blank=True, help_text='Vide : pas de limite.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='longueur maximale de la liste d’attente')),
                ('waitlist_offer_hours', models.PositiveSmallIntegerField(db_default=0, default=0, help_text='Une place libérée est proposée pendant ce temps, puis à la personne suivante. 0 : elle est donnée aussitôt.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='temps pour répondre (heures)')),
                ('overbooking_max', models.PositiveSmallIntegerField(default=0, help_text='Nombre de personnes qu’un agent peut ajouter au-delà des places, avec une raison. 0 : jamais.', validators=[django.core.validators.MaxValueValidator(50)], verbose_name='inscriptions en surnombre')),
                ('party_max', models.PositiveSmallIntegerField(db_default=1, default=1, help_text='1 : la personne seule. Plus : elle peut venir accompagnée, et chaque personne prend une place.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='personnes par inscription')),
                ('openness', models.CharField(choices=[('closed', 'Aux agents de l’organisation seulement'), ('group', 'Aux organisations du même groupe'), ('territory', 'À toutes les organisations du territoire')], db_default='closed', default='closed', help_text='Qui d’autre que l’organisation peut inscrire les personnes qu’elle suit. Chaque action peut dire autre chose.', max_length=10, verbose_name='ouvert aux prescripteurs')),
                ('is_archived', models.BooleanField(default=False, help_text='Un motif archivé n’est plus proposé. Son historique reste lisible.', verbose_name='archivé')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='directory.service', verbose_name='service')),
                ('territory', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='directory.territory', verbose_name='territoire')),
                ('category', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.motifcategory', verbose_name='catégorie')),
                ('type_label', models.ForeignKey(blank=True, db_constraint=False, help_text='Le mot qui désigne cette action dans les messages.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.typelabel', verbose_name='libellé dans les messages')),
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
            name='Motif',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Vu par les agents.', max_length=100, verbose_name='nom')),
                ('public_name', models.CharField(blank=True, help_text='Vu par les usagers. Vide : le même nom.', max_length=100, verbose_name='nom public')),
                ('kind', models.CharField(choices=[('collective', 'Collectif'), ('individual', 'Individuel')], default='collective', max_length=12, verbose_name='format')),
                ('venue_kind', models.CharField(choices=[('public_office', 'Sur place'), ('phone', 'Par téléphone'), ('home', 'À domicile'), ('visio', 'Par visioconférence')], default='public_office', max_length=15, verbose_name='type de lieu')),
                ('default_duration_minutes', models.PositiveSmallIntegerField(default=120, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(1440)], verbose_name='durée (minutes)')),
                ('default_seats', models.PositiveSmallIntegerField(default=12, help_text='Par séance, sauf si l’action ou la séance dit autre chose.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='places')),
                ('waitlist_mode', models.CharField(choices=[('none', 'Pas de liste d’attente'), ('manual', 'Un agent donne les places libérées'), ('automatic', 'La place libérée va à la première personne')], default='automatic', max_length=10, verbose_name='liste d’attente')),
                ('waitlist_max', models.PositiveSmallIntegerField(blank=True, help_text='Vide : pas de limite.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='longueur maximale de la liste d’attente')),
                ('waitlist_offer_hours', models.PositiveSmallIntegerField(db_default=0, default=0, help_text='Une place libérée est proposée pendant ce temps, puis à la personne suivante. 0 : elle est donnée aussitôt.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='temps pour répondre (heures)')),
                ('overbooking_max', models.PositiveSmallIntegerField(default=0, help_text='Nombre de personnes qu’un agent peut ajouter au-delà des places, avec une raison. 0 : jamais.', validators=[django.core.validators.MaxValueValidator(50)], verbose_name='inscriptions en surnombre')),
                ('party_max', models.PositiveSmallIntegerField(db_default=1, default=1, help_text='1 : la personne seule. Plus : elle peut venir accompagnée, et chaque personne prend une place.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='personnes par inscription')),
                ('openness', models.CharField(choices=[('closed', 'Aux agents de l’organisation seulement'), ('group', 'Aux organisations du même groupe'), ('territory', 'À toutes les organisations du territoire')], db_default='closed', default='closed', help_text='Qui d’autre que l’organisation peut inscrire les personnes qu’elle suit. Chaque action peut dire autre chose.', max_length=10, verbose_name='ouvert aux prescripteurs')),
                ('is_archived', models.BooleanField(default=False, help_text='Un motif archivé n’est plus proposé. Son historique reste lisible.', verbose_name='archivé')),
                ('organisations', models.ManyToManyField(help_text='Les organisations qui utilisent ce motif.', related_name='motifs', to='directory.organisation', verbose_name='organisations')),
                ('questions', models.ManyToManyField(blank=True, help_text='Demandées à chaque inscription, en plus de celles de tous les motifs.', limit_choices_to={'is_archived': False, 'is_for_every_motif': False, 'subject': 'participation'}, related_name='motifs', to='people.customfield', verbose_name='informations demandées')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motifs', to='directory.service', verbose_name='service')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motifs', to='directory.territory', verbose_name='territoire')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motifs', to='catalogue.motifcategory', verbose_name='catégorie')),
                ('type_label', models.ForeignKey(help_text='Le mot qui désigne cette action dans les messages.', on_delete=django.db.models.deletion.PROTECT, related_name='motifs', to='catalogue.typelabel', verbose_name='libellé dans les messages')),
            ],
            options={
                'verbose_name': 'motif',
                'ordering': ['territory', 'name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_archived', False)), fields=('territory', 'service', 'name'), name='one_live_motif_name_per_service', violation_error_message='Un motif porte déjà ce nom dans ce service. Archivez-le, ou choisissez un autre nom.'), models.CheckConstraint(condition=models.Q(('default_seats__gte', 1)), name='a_motif_has_at_least_one_seat', violation_error_message='Il faut au moins une place.'), models.CheckConstraint(condition=models.Q(('default_duration_minutes__gte', 5)), name='a_motif_lasts_at_least_five_minutes', violation_error_message='Une séance dure au moins 5 minutes.')],
            },
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='texte')),
                ('short_text', models.CharField(blank=True, db_default='', default='', help_text='L’essentiel en quelques mots : un rappel tient alors souvent dans un SMS. Vide : le texte entier.', max_length=60, verbose_name='en bref, pour les SMS')),
                ('moments', models.JSONField(default=backoffice.catalogue.models.motifs.usual_moments, validators=[backoffice.catalogue.models.motifs.validate_moments], verbose_name='montrée')),
                ('must_be_accepted', models.BooleanField(default=False, help_text='La personne dit qu’elle l’accepte avant d’être inscrite. Le texte accepté est gardé.', verbose_name='à accepter')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='ordre')),
                ('motif', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instructions', to='catalogue.motif', verbose_name='motif')),
            ],
            options={
                'verbose_name': 'consigne',
                'ordering': ['motif', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMotif_questions',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('customfield', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.customfield')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='catalogue.historicalmotif')),
                ('motif', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.motif')),
            ],
            options={
                'verbose_name': 'HistoricalMotif_questions',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMotif_organisations',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='catalogue.historicalmotif')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='directory.organisation')),
                ('motif', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.motif')),
            ],
            options={
                'verbose_name': 'HistoricalMotif_organisations',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInstruction',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='texte')),
                ('short_text', models.CharField(blank=True, db_default='', default='', help_text='L’essentiel en quelques mots : un rappel tient alors souvent dans un SMS. Vide : le texte entier.', max_length=60, verbose_name='en bref, pour les SMS')),
                ('moments', models.JSONField(default=backoffice.catalogue.models.motifs.usual_moments, validators=[backoffice.catalogue.models.motifs.validate_moments], verbose_name='montrée')),
                ('must_be_accepted', models.BooleanField(default=False, help_text='La personne dit qu’elle l’accepte avant d’être inscrite. Le texte accepté est gardé.', verbose_name='à accepter')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='ordre')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('motif', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.motif', verbose_name='motif')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'historique',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
