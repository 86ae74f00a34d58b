from django.apps import AppConfig


class BackboneConfig(AppConfig):
    name = "linli.backbone"
    label = "backbone"
    verbose_name = "底座"
    default_auto_field = "django.db.models.BigAutoField"
