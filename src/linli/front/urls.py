"""Urls of the pages that join domains."""

from django.urls import path

from linli.front.views import board, inbox, resident, seats, trust
from linli.front.views.registers import bodies, pairings

urlpatterns = [
    path("", resident.home, name="home"),
    path("d/", resident.go_to_door, name="go_to_door"),
    path("d/<str:code>/", resident.door, name="door"),
    path("d/<str:code>/report/", resident.report, name="report"),
    path("d/<str:code>/services/", resident.services, name="services"),
    path("f/<str:token>/", resident.follow_up, name="follow"),
    path("f/<str:token>/sent/", resident.sent, name="sent"),
    path("f/<str:token>/rate/", resident.rate, name="rate"),
    path("f/<str:token>/add/", resident.add, name="add"),
    path("f/<str:token>/nudge/", resident.nudge, name="nudge"),
    path("mine/", resident.my_reports, name="mine"),
    path("mine/forget/", resident.forget, name="forget"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/sign/", inbox.sign_chosen, name="sign_chosen"),
    path("inbox/export/", inbox.export, name="inbox_export"),
    path("cases/<str:number>/preview/", inbox.preview, name="preview"),
    path("notices/", inbox.notice_page, name="notices"),
    path("me/", inbox.me, name="me"),
    path("me/data/", inbox.my_own_data, name="my_data"),
    path("me/consents/<str:purpose>/", inbox.consent, name="consent"),
    path("me/seats/<int:seat_id>/", inbox.take_seat, name="take_seat"),
    path("board/", board.board_page, name="board"),
    path("board/cases/", board.behind, name="behind"),
    path("seats/", seats.seats, name="seats"),
    path("seats/<int:seat_id>/", seats.seat, name="seat"),
    path("audit/", trust.audit, name="audit"),
    path("jobs/", trust.jobs, name="jobs"),
    path("jobs/<int:letter_id>/retry/", trust.retry, name="retry"),
    path("look/", trust.look, name="look"),
    path("health/", trust.health, name="health"),
    path("registers/bodies/", bodies.register, name="bodies"),
    path("registers/bodies/matrix/", bodies.matrix, name="matrix"),
    path("registers/bodies/new/", bodies.new, name="body_new"),
    path("registers/bodies/<int:organization_id>/", bodies.one, name="body"),
    path("registers/bodies/<int:organization_id>/<str:what>/<int:row_id>/", bodies.change, name="body_change"),
    path("registers/pairings/", pairings.register, name="pairings"),
    path("registers/pairings/new/", pairings.new, name="pairing_new"),
    path("registers/pairings/<int:pairing_id>/", pairings.one, name="pairing"),
    path("registers/pairings/<int:pairing_id>/contacts/<int:contact_id>/", pairings.reveal, name="contact_reveal"),
    path(
        "registers/pairings/<int:pairing_id>/contacts/<int:contact_id>/confirm/",
        pairings.confirm,
        name="contact_confirm",
    ),
    path("registers/units/<int:organization_id>/", pairings.service_sheet, name="service_sheet"),
]
