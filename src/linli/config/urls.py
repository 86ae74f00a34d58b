"""Root urls: one line per domain."""

from django.urls import include, path
from django.views.i18n import set_language

from linli.config import (
    api,
    wiring,  # noqa: F401 - the wiring is in place before the first request
)

urlpatterns = [
    *api.urlpatterns,
    path("", include("linli.front.open311.urls")),
    path("", include("linli.front.urls")),
    path("", include("linli.domains.cases.web.urls")),
    path("", include("linli.domains.duties.web.urls")),
    path("", include("linli.domains.places.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
]
