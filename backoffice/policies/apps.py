"""App configuration."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "backoffice.policies"
    verbose_name = "Politiques d’inscription"

    def ready(self) -> None:
        """Custom fields are told which policies name them."""
        from backoffice.people.services.fields import register_use
        from backoffice.policies.services.uses import policies_naming

        register_use(policies_naming)
