"""Urls of cases."""

from django.urls import path

from linli.domains.cases.web import acts, kinds, sheets, views

urlpatterns = [
    path("cases/", views.case_index, name="cases"),
    path("cases/export/", views.export, name="cases_export"),
    path("cases/import/", sheets.send, name="order_sheets"),
    path("cases/import/<str:token>/", sheets.read, name="order_sheet"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/acts/supervise/", acts.supervise, name="supervise"),
    path("cases/<str:number>/acts/<slug:key>/", acts.act, name="act"),
    path("cases/<str:number>/asks/<int:ask_id>/", acts.decide, name="decide"),
    path("cases/<str:number>/score/", acts.score, name="score"),
    path("cases/<str:number>/tell/", acts.tell, name="tell"),
    path("cases/<str:number>/phone/", acts.reveal, name="reveal"),
    path("cases/<str:number>/nudge/<int:duty_id>/", acts.nudge, name="nudge_unit"),
    path("cases/<str:number>/photos/<int:photo_id>/", views.photo, name="photo"),
    path("cases/<str:number>/photos/<int:photo_id>/small/", views.photo, {"small": True}, name="photo_small"),
    path("cases/<str:number>/papers/<int:paper_id>/", views.paper, name="paper"),
    path("f/<str:token>/photos/<int:photo_id>/", views.followed, name="followed_photo"),
    path("f/<str:token>/photos/<int:photo_id>/small/", views.followed, {"small": True}, name="followed_photo_small"),
    path("start/", kinds.start, name="start"),
    path("start/<slug:kind>/", kinds.start_kind, name="start_kind"),
    path("procedures/", kinds.index, name="procedures"),
    path("procedures/<slug:kind>/", kinds.procedure, name="procedure"),
]
