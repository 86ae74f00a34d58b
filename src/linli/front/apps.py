from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "linli.front"
    label = "front"
    verbose_name = "前台"
    default_auto_field = "django.db.models.BigAutoField"
