"""App configuration."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "backoffice.booking"
    verbose_name = "Inscriptions"

    def ready(self) -> None:
        """Custom fields are told which inscriptions hold their answers; whatever may free a seat or let somebody in wakes those who serve the
        people who wait: a publication, a motif, an action, a room, a group of organisations that has quotas; delivery asks which messages are
        still true, the editor of texts how many people they concern."""
        from backoffice.actions.models import CollectiveAction
        from backoffice.booking.services.answers import answers_in_inscriptions
        from backoffice.booking.services.messages.audiences import people_concerned
        from backoffice.booking.services.messages.overtaken import no_longer_true
        from backoffice.booking.services.waking import ring_after_commit
        from backoffice.catalogue.models import Motif
        from backoffice.console.base.history import register_change
        from backoffice.directory.models import Organisation, Venue
        from backoffice.notifications.services.audience import register_audience
        from backoffice.notifications.services.overtaking import register_judge
        from backoffice.people.services.fields import register_use
        from backoffice.policies.models import Policy
        from backoffice.policies.services.publication import register_publication

        register_use(answers_in_inscriptions)
        register_judge(no_longer_true)
        register_audience(people_concerned)
        register_publication(ring_after_commit)
        for model in (Motif, CollectiveAction, Venue, Organisation, Policy):
            register_change(model, ring_after_commit)
