"""Inscriptions older than quotas do not say which organisation enrolled them: the one that transmitted, otherwise the host, as bookings count today.

Their history is filled alike, so that no line tells a change that nobody made. Whoever enrolled herself keeps none."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

STAFF = ('agent', 'import')


def fill(apps, schema_editor):
    Participation = apps.get_model('booking', 'Participation')
    Prescription = apps.get_model('booking', 'Prescription')
    Occurrence = apps.get_model('actions', 'Occurrence')
    sender = Prescription.objects.filter(participation=OuterRef('pk')).values('organisation')[:1]
    host = Occurrence.objects.filter(pk=OuterRef('occurrence_id')).values('action__organisation')[:1]
    nobody = Participation.objects.filter(booked_for=None)
    nobody.filter(channel='prescriber').update(booked_for=Subquery(sender))
    nobody.filter(channel__in=STAFF).update(booked_for=Subquery(host))
    known = Participation.objects.filter(pk=OuterRef('id')).values('booked_for')[:1]
    Version = apps.get_model('booking', 'HistoricalParticipation')
    Version.objects.filter(booked_for=None, channel__in=(*STAFF, 'prescriber')).update(booked_for=Subquery(known))


class Migration(migrations.Migration):
    dependencies = [
        ('actions', '0008_wall_time_of_what_exists'),
        ('booking', '0011_lines_carry_parties_and_answers'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
