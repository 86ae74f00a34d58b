"""Urls of places."""

from django.urls import path

from linli.domains.places.web import views

urlpatterns = [
    path("places/", views.tree, name="places"),
    path("places/find/", views.find, name="places_find"),
    path("places/import/", views.bring_in, name="places_import"),
    path("places/<int:place_id>/", views.tree, name="place"),
    path("places/<int:place_id>/doors/", views.doors, name="doors"),
    path("places/<int:place_id>/doors/issue/", views.issue, name="doors_issue"),
    path("places/<int:place_id>/doors/sheet/", views.sheet, name="doors_sheet"),
    path("places/<int:place_id>/rotate/", views.rotate, name="door_rotate"),
    path("places/<int:place_id>/revoke/", views.revoke, name="door_revoke"),
]
