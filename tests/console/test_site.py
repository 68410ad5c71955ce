"""The site: whose admins it shows."""

from django.contrib import admin


def test_the_admins_of_packages_are_not_shown():
    assert [model for model in admin.site._registry if not model.__module__.startswith("backoffice.")] == []
