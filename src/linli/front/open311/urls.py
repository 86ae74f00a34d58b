"""Urls of Open311: the endpoint that is acted upon, and one to try with."""

from typing import Any

from django.urls import URLPattern, path, re_path

from linli.front.open311 import views

ENDING = r"(?:\.(?P<ext>[A-Za-z]{1,10}))?/?$"


def _endpoint(base: str, name: str, **given: Any) -> list[URLPattern]:
    return [
        path(f"{base}/", views.discovery, name=name),
        re_path(rf"^{base}/discovery{ENDING}", views.discovery),
        re_path(rf"^{base}/services{ENDING}", views.services),
        re_path(rf"^{base}/services/(?P<code>[^/.]+){ENDING}", views.definition),
        re_path(rf"^{base}/requests{ENDING}", views.requests, given),
        re_path(rf"^{base}/requests/(?P<number>[^/.]+){ENDING}", views.one_request),
        re_path(rf"^{base}/tokens/(?P<token>[^/.]+){ENDING}", views.token),
    ]


urlpatterns = [
    re_path(rf"^open311/discovery{ENDING}", views.discovery),
    *_endpoint("open311/v2", "open311"),
    *_endpoint("open311/test/v2", "open311_test", test="yes"),
    re_path(r"^open311/v2/media/(?P<signed>[\w:-]+)\.jpg$", views.media, name="open311_media"),
    re_path(r"^open311/(?P<rest>.*)$", views.nothing_here),
]
