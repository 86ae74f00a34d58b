from django.apps import AppConfig


class VenuesConfig(AppConfig):
    name = "linli.domains.venues"
    label = "venues"
    verbose_name = "阵地"
    default_auto_field = "django.db.models.BigAutoField"
