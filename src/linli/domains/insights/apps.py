from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "linli.domains.insights"
    label = "insights"
    verbose_name = "指标"
    default_auto_field = "django.db.models.BigAutoField"
