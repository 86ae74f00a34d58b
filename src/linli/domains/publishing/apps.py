"""The app of notices."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "linli.domains.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
