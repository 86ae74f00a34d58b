"""Urls of rounds."""

from django.urls import path

from linli.domains.duties.web import shares, views

PHOTO = "rounds/<int:occurrence_id>/photos/<int:photo_id>/"

urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/shares/", shares.shares_page, name="round_shares"),
    path("rounds/shares/records/", shares.records_page, name="round_records"),
    path("rounds/at/", views.at_door, name="round_at"),
    path("rounds/<int:occurrence_id>/", views.one_round, name="round"),
    path("rounds/<int:occurrence_id>/preview/", views.preview, name="round_preview"),
    path("rounds/<int:occurrence_id>/entries/<int:entry_id>/", views.reveal, name="round_reveal"),
    path(PHOTO, views.photo, name="round_photo"),
    path("rounds/<int:occurrence_id>/papers/<int:paper_id>/", views.paper, name="round_paper"),
    path(f"{PHOTO}small/", views.photo, {"small": True}, name="round_photo_small"),
]
