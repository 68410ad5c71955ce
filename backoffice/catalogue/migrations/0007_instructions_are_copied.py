"""The text of each motif becomes a row, with its history; back, the rows become the text again."""

from django.db import migrations
from django.utils import timezone

MOMENTS = ['choice', 'confirmation', 'message']


def copy(apps, _schema):
    Motif, Instruction = apps.get_model('catalogue', 'Motif'), apps.get_model('catalogue', 'Instruction')
    History = apps.get_model('catalogue', 'HistoricalInstruction')
    for pk, text in Motif.objects.exclude(instructions='').order_by('pk').values_list('pk', 'instructions'):
        row = Instruction.objects.create(motif_id=pk, text=text[:1000], moments=MOMENTS)
        History.objects.create(
            id=row.pk, motif_id=pk, text=row.text, moments=MOMENTS, must_be_accepted=False, position=1,
            history_date=timezone.now(), history_type='+', history_change_reason='Reprise des consignes du motif.',
        )


def copy_back(apps, _schema):
    Motif, Instruction = apps.get_model('catalogue', 'Motif'), apps.get_model('catalogue', 'Instruction')
    for motif in Motif.objects.order_by('pk'):
        texts = Instruction.objects.filter(motif=motif.pk).order_by('position', 'pk').values_list('text', flat=True)
        Motif.objects.filter(pk=motif.pk).update(instructions='\n'.join(texts)[:2000])


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_instructions_are_rows'),
    ]

    operations = [
        migrations.RunPython(copy, copy_back),
    ]
