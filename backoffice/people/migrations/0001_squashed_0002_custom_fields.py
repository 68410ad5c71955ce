"""The tables of this room as 0002 leaves them, created at once. A database that has begun with the migrations that it replaces goes on with them."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('people', '0001_initial'),
        ('people', '0002_custom_fields'),
    ]

    initial = True

    dependencies = [
        ('directory', '0008_roles_and_sensitive_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('person', 'La personne'), ('participation', 'L’inscription')], default='person', help_text='La personne : gardé sur sa fiche. L’inscription : demandé à chaque inscription.', max_length=13, verbose_name='au sujet de')),
                ('label', models.CharField(help_text='Exemple : Niveau de français.', max_length=60, verbose_name='libellé')),
                ('key', models.CharField(help_text='Stable : les règles et les fichiers le gardent.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]{0,39}$', 'Le code s’écrit en minuscules, chiffres et tirets bas. Exemple : niveau_francais.')], verbose_name='code')),
                ('question', models.CharField(blank=True, help_text='Exemple : Quel est le niveau de français ?', max_length=150, verbose_name='question posée')),
                ('help_text', models.CharField(blank=True, help_text='Écrite sous la question.', max_length=200, verbose_name='aide')),
                ('kind', models.CharField(choices=[('choice', 'Un choix'), ('choices', 'Plusieurs choix'), ('boolean', 'Oui ou non'), ('number', 'Nombre entier'), ('date', 'Date'), ('text', 'Texte court')], default='choice', max_length=8, verbose_name='type')),
                ('required_when', models.CharField(blank=True, choices=[('', 'Jamais'), ('creation', 'À la création de la fiche'), ('enrolment', 'À l’inscription')], default='', max_length=10, verbose_name='obligatoire')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                ('is_for_every_motif', models.BooleanField(default=False, help_text='Pour une inscription. Sinon, chaque motif choisit dans sa fiche.', verbose_name='demandé pour tous les motifs')),
                ('is_fact', models.BooleanField(default=False, help_text='Un texte libre ne peut pas l’être.', verbose_name='utilisable dans les règles')),
                ('is_in_lists', models.BooleanField(default=False, help_text='Une colonne, et un filtre si c’est un choix.', verbose_name='affiché dans les listes')),
                ('is_exportable', models.BooleanField(default=True, verbose_name='exportable')),
                ('is_sensitive', models.BooleanField(default=False, help_text='Lu et rempli seulement par les rôles qui en ont le droit.', verbose_name='sensible')),
                ('is_health', models.BooleanField(default=False, help_text='Toujours sensible.', verbose_name='relève de la santé')),
                ('purpose', models.CharField(blank=True, help_text='Pourquoi cette information est nécessaire. Obligatoire pour une information sensible ou de santé.', max_length=250, verbose_name='finalité')),
                ('is_archived', models.BooleanField(default=False, help_text='N’est plus demandé. Les réponses sont gardées.', verbose_name='archivé')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custom_fields', to='directory.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'champ personnalisé',
                'verbose_name_plural': 'champs personnalisés',
                'ordering': ['territory', 'subject', 'position', 'label', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('territory', 'key'), name='one_field_key_per_territory', violation_error_message='Un champ porte déjà ce code.'), models.UniqueConstraint(fields=('territory', 'label'), name='one_field_label_per_territory', violation_error_message='Un champ porte déjà ce libellé.'), models.CheckConstraint(condition=models.Q(('is_health', False), ('is_sensitive', True), _connector='OR'), name='health_is_sensitive', violation_error_message='Une information de santé est toujours sensible.'), models.CheckConstraint(condition=models.Q(('is_sensitive', False), models.Q(('purpose', ''), _negated=True), _connector='OR'), name='a_sensitive_field_has_a_purpose', violation_error_message='Écrivez la finalité d’une information sensible.'), models.CheckConstraint(condition=models.Q(('subject', 'person'), models.Q(('required_when', 'creation'), _negated=True), _connector='OR'), name='only_a_person_is_created', violation_error_message='Une information sur l’inscription se demande à l’inscription.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'text'), _negated=True), ('is_fact', False), _connector='OR'), name='a_text_is_not_a_fact', violation_error_message='Un texte libre ne peut pas servir dans les règles. Choisissez un autre type.'), models.CheckConstraint(condition=models.Q(('subject', 'participation'), ('is_for_every_motif', False), _connector='OR'), name='only_an_inscription_has_a_motif', violation_error_message='« Demandé pour tous les motifs » concerne les inscriptions.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCustomField',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('subject', models.CharField(choices=[('person', 'La personne'), ('participation', 'L’inscription')], default='person', help_text='La personne : gardé sur sa fiche. L’inscription : demandé à chaque inscription.', max_length=13, verbose_name='au sujet de')),
                ('label', models.CharField(help_text='Exemple : Niveau de français.', max_length=60, verbose_name='libellé')),
                ('key', models.CharField(help_text='Stable : les règles et les fichiers le gardent.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]{0,39}$', 'Le code s’écrit en minuscules, chiffres et tirets bas. Exemple : niveau_francais.')], verbose_name='code')),
                ('question', models.CharField(blank=True, help_text='Exemple : Quel est le niveau de français ?', max_length=150, verbose_name='question posée')),
                ('help_text', models.CharField(blank=True, help_text='Écrite sous la question.', max_length=200, verbose_name='aide')),
                ('kind', models.CharField(choices=[('choice', 'Un choix'), ('choices', 'Plusieurs choix'), ('boolean', 'Oui ou non'), ('number', 'Nombre entier'), ('date', 'Date'), ('text', 'Texte court')], default='choice', max_length=8, verbose_name='type')),
                ('required_when', models.CharField(blank=True, choices=[('', 'Jamais'), ('creation', 'À la création de la fiche'), ('enrolment', 'À l’inscription')], default='', max_length=10, verbose_name='obligatoire')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Les plus petits d’abord.', verbose_name='rang')),
                ('is_for_every_motif', models.BooleanField(default=False, help_text='Pour une inscription. Sinon, chaque motif choisit dans sa fiche.', verbose_name='demandé pour tous les motifs')),
                ('is_fact', models.BooleanField(default=False, help_text='Un texte libre ne peut pas l’être.', verbose_name='utilisable dans les règles')),
                ('is_in_lists', models.BooleanField(default=False, help_text='Une colonne, et un filtre si c’est un choix.', verbose_name='affiché dans les listes')),
                ('is_exportable', models.BooleanField(default=True, verbose_name='exportable')),
                ('is_sensitive', models.BooleanField(default=False, help_text='Lu et rempli seulement par les rôles qui en ont le droit.', verbose_name='sensible')),
                ('is_health', models.BooleanField(default=False, help_text='Toujours sensible.', verbose_name='relève de la santé')),
                ('purpose', models.CharField(blank=True, help_text='Pourquoi cette information est nécessaire. Obligatoire pour une information sensible ou de santé.', max_length=250, verbose_name='finalité')),
                ('is_archived', models.BooleanField(default=False, help_text='N’est plus demandé. Les réponses sont gardées.', verbose_name='archivé')),
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
            name='Usager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_name', models.CharField(max_length=100, verbose_name='nom')),
                ('first_name', models.CharField(max_length=100, verbose_name='prénom')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date de naissance')),
                ('phone', models.CharField(blank=True, help_text='Exemple : 06 39 98 00 01.', max_length=20, verbose_name='téléphone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('commune_code', models.CharField(blank=True, max_length=5, verbose_name='code INSEE de la commune')),
                ('commune', models.CharField(blank=True, max_length=100, verbose_name='commune')),
                ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'Anglais'), ('ar', 'Arabe'), ('es', 'Espagnol'), ('pt', 'Portugais'), ('tr', 'Turc'), ('uk', 'Ukrainien'), ('prs', 'Dari'), ('fsl', 'Langue des signes française'), ('other', 'Autre')], default='fr', max_length=5, verbose_name='langue')),
                ('accepts_sms', models.BooleanField(default=True, verbose_name='accepte les SMS')),
                ('accepts_email', models.BooleanField(default=True, verbose_name='accepte les e-mails')),
                ('is_contact_neutral', models.BooleanField(default=False, help_text='Les messages ne disent ni le motif ni le lieu. À cocher si quelqu’un d’autre peut lire le téléphone.', verbose_name='contact neutre')),
                ('answers', models.JSONField(blank=True, db_default={}, default=dict, editable=False, verbose_name='informations du territoire')),
                ('search_text', models.CharField(db_index=True, editable=False, max_length=320)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créée le')),
                ('organisations', models.ManyToManyField(help_text='Les organisations qui suivent cette personne.', related_name='usagers', to='directory.organisation', verbose_name='organisations')),
                ('responsible', models.ForeignKey(blank=True, help_text='Pour un enfant ou un proche : la personne qui reçoit les messages.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relatives', to='people.usager', verbose_name='personne responsable')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='usagers', to='directory.territory', verbose_name='territoire')),
            ],
            options={
                'verbose_name': 'usager',
                'ordering': ['last_name', 'first_name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('responsible__isnull', True), models.Q(('responsible', models.F('id')), _negated=True), _connector='OR'), name='nobody_is_responsible_for_herself', violation_error_message='Une personne ne peut pas être sa propre responsable.'), models.CheckConstraint(condition=models.Q(models.Q(('last_name', ''), _negated=True), models.Q(('first_name', ''), _negated=True)), name='an_usager_has_both_names', violation_error_message='Le nom et le prénom sont obligatoires.')],
            },
        ),
        migrations.CreateModel(
            name='FieldChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='Exemple : A1, débutant.', max_length=60, verbose_name='réponse')),
                ('code', models.CharField(help_text='Stable. Exemple : a1.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]{0,39}$', 'Le code s’écrit en minuscules, chiffres et tirets. Exemple : a1.')], verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                ('is_retired', models.BooleanField(default=False, help_text='N’est plus proposée.', verbose_name='retirée')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='people.customfield', verbose_name='champ')),
            ],
            options={
                'verbose_name': 'réponse possible',
                'verbose_name_plural': 'réponses possibles',
                'ordering': ['field', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('field', 'code'), name='one_choice_code_per_field', violation_error_message='Une réponse porte déjà ce code.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalFieldChoice',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('label', models.CharField(help_text='Exemple : A1, débutant.', max_length=60, verbose_name='réponse')),
                ('code', models.CharField(help_text='Stable. Exemple : a1.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]{0,39}$', 'Le code s’écrit en minuscules, chiffres et tirets. Exemple : a1.')], verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='rang')),
                ('is_retired', models.BooleanField(default=False, help_text='N’est plus proposée.', verbose_name='retirée')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('field', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.customfield', verbose_name='champ')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
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
            name='HistoricalUsager',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('last_name', models.CharField(max_length=100, verbose_name='nom')),
                ('first_name', models.CharField(max_length=100, verbose_name='prénom')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date de naissance')),
                ('phone', models.CharField(blank=True, help_text='Exemple : 06 39 98 00 01.', max_length=20, verbose_name='téléphone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('commune_code', models.CharField(blank=True, max_length=5, verbose_name='code INSEE de la commune')),
                ('commune', models.CharField(blank=True, max_length=100, verbose_name='commune')),
                ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'Anglais'), ('ar', 'Arabe'), ('es', 'Espagnol'), ('pt', 'Portugais'), ('tr', 'Turc'), ('uk', 'Ukrainien'), ('prs', 'Dari'), ('fsl', 'Langue des signes française'), ('other', 'Autre')], default='fr', max_length=5, verbose_name='langue')),
                ('accepts_sms', models.BooleanField(default=True, verbose_name='accepte les SMS')),
                ('accepts_email', models.BooleanField(default=True, verbose_name='accepte les e-mails')),
                ('is_contact_neutral', models.BooleanField(default=False, help_text='Les messages ne disent ni le motif ni le lieu. À cocher si quelqu’un d’autre peut lire le téléphone.', verbose_name='contact neutre')),
                ('answers', models.JSONField(blank=True, db_default={}, default=dict, editable=False, verbose_name='informations du territoire')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créée le')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='directory.territory', verbose_name='territoire')),
                ('responsible', models.ForeignKey(blank=True, db_constraint=False, help_text='Pour un enfant ou un proche : la personne qui reçoit les messages.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.usager', verbose_name='personne responsable')),
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
            name='HistoricalUsager_organisations',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='people.historicalusager')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='directory.organisation')),
                ('usager', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.usager')),
            ],
            options={
                'verbose_name': 'HistoricalUsager_organisations',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
