from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "linli.domains.places"
    label = "places"
    verbose_name = "辖区"
    default_auto_field = "django.db.models.BigAutoField"
