"""The app of offers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "linli.domains.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
