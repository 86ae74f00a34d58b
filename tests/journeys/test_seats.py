"""The page of a seat: who is appointed to it, by which name, from when, and how a term ends."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from linli.backbone.models import EventRow
from linli.domains.organizations.models import Appointment, Seat
from linli.domains.organizations.queries.seats import name_shown
from linli.domains.people.commands import add_person
from linli.domains.people.models import Person
from linli.domains.people.queries import names_of
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for


@pytest.fixture
def today(town):
    return timezone.localdate()


def desk():
    return Seat.objects.filter(post="desk", place_kind="street").order_by("id").first()


def grid():
    return Seat.objects.filter(post="grid_worker").order_by("id").first()


def appoint(seat, starts, name="欧阳小明", phone="139 1234 0001", **more):
    given = {"name": name, "phone": phone, "way": "hired", "starts": starts.isoformat(), **more}
    answer = client_for("admin").post(f"/seats/{seat.pk}/", given, follow=True)
    return text_of(answer.content.decode())


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


def end(seat, term, day, who="admin"):
    path = f"/seats/{seat.pk}/terms/{term.pk}/end/"
    return client_for(who).post(path, {"ends": day.isoformat(), "reason": "调岗"}, follow=True)


def test_a_known_number_with_another_name_is_asked_about(who, today):
    known = add_person(actor=who("admin"), name="李新人", phone="13912340001", now=MONDAY)
    before = Appointment.objects.count()
    assert "这个号码是李**的" in appoint(desk(), today, name="王小明")
    assert Appointment.objects.count() == before
    assert "就任了" in appoint(desk(), today, name="李 新人")
    assert Appointment.objects.get(person_id=known).seat == desk()
    # Whoever sits where the appointer sees it is named in full.
    assert "这个号码是李新人的" in appoint(grid(), today, name="王小明")
    assert name_shown(viewer_for("grid2"), known) == "李**"


def test_a_refused_appointment_enters_nobody(town, today):
    people = Person.objects.count()
    assert "现在这一任是从" in appoint(grid(), Appointment.objects.get(seat=grid()).starts)
    assert Person.objects.count() == people


def test_full_width_digits_appoint(town, today):
    assert "就任了" in appoint(desk(), today, phone="１３９１２３４０００１")
    assert Person.objects.filter(pk=Appointment.objects.latest("id").person_id).exists()


def test_all_who_sit_in_a_seat_of_many_are_shown_and_one_may_leave(town, today):
    seat = desk()
    first = Appointment.objects.get(seat=seat)
    shown = appoint(seat, first.starts - timedelta(days=900))
    both = f"欧阳小明、{names_of([first.person_id])[first.person_id]}"
    assert both in shown
    assert "再请一位" in shown
    assert "前任为什么离任" not in shown
    assert both in text_of(client_for("admin").get("/seats/", {"post": "desk"}).content.decode())
    added = Appointment.objects.exclude(pk=first.pk).get(seat=seat)
    assert end(seat, added, today, who="grid").status_code == 404
    assert "记下了" in end(seat, added, today).content.decode()
    added.refresh_from_db()
    assert (added.ends, added.ended_because) == (today, "调岗")
    assert EventRow.objects.filter(name="AppointmentEnded", subject_id=seat.pk).count() == 1
    assert both not in text_of(client_for("admin").get(f"/seats/{seat.pk}/").content.decode())


def test_a_coming_term_is_said_to_come_and_may_be_taken_back(town, today):
    seat, day = desk(), today + timedelta(days=300)
    words = f"{day.year} 年 {day.month} 月 {day.day} 日起"
    shown = appoint(seat, day)
    assert f"{words}就任" in shown
    assert f"从 {words}" in shown
    assert "就任了" not in shown
    term = Appointment.objects.get(seat=seat, starts=day)
    assert "撤回任命" in shown
    end(seat, term, day)
    assert not Appointment.objects.filter(pk=term.pk).exists()
    assert EventRow.objects.filter(name="AppointmentEnded", subject_id=seat.pk).count() == 1


def test_who_sits_since_when_is_said_to_who_would_begin_before(town, today):
    seat = grid()
    term = Appointment.objects.get(seat=seat)
    said = appoint(seat, term.starts - timedelta(days=10))
    since = f"{term.starts.year} 年 {term.starts.month} 月 {term.starts.day} 日"
    assert f"现在这一任是从 {since} 起的" in said
    assert "选那天以后的日子" in said
    answer = end(seat, term, term.starts)
    assert f"从 {since} 起的" in answer.content.decode()


def test_a_handover_keeps_the_number_of_the_filing(town, today):
    seat = grid()
    appoint(seat, today, filing="备 2026-7")
    assert Appointment.objects.get(seat=seat, ends=None).filing == "备 2026-7"


def test_who_was_to_be_replaced_goes_on_when_the_handover_is_taken_back(town, today):
    seat, day = grid(), today + timedelta(days=30)
    until = today + timedelta(days=400)
    present = Appointment.objects.get(seat=seat)
    Appointment.objects.filter(pk=present.pk).update(ends=until)
    appoint(seat, day, reason="另有任用")
    present.refresh_from_db()
    coming = Appointment.objects.get(seat=seat, starts=day)
    assert (present.ends, present.ended_because) == (day, "另有任用")
    end(seat, coming, day)
    present.refresh_from_db()
    assert list(Appointment.objects.filter(seat=seat)) == [present]
    assert (present.ends, present.ended_because) == (until, "")
    told = EventRow.objects.filter(name="AppointmentEnded", subject_id=seat.pk).latest("id")
    assert (told.data["person_id"], told.data["stays_id"]) == (coming.person_id, present.person_id)


def test_who_was_let_go_meanwhile_does_not_come_back_with_the_handover_taken_back(town, today):
    seat, day = grid(), today + timedelta(days=30)
    present = Appointment.objects.get(seat=seat)
    appoint(seat, day)
    end(seat, present, today + timedelta(days=10))
    end(seat, Appointment.objects.get(seat=seat, starts=day), day)
    present.refresh_from_db()
    assert present.ends == today + timedelta(days=10)


def admins():
    return Seat.objects.get(post="administrator")


def test_the_last_who_administers_cannot_leave_before_somebody_else_is_appointed(town, today):
    seat, day = admins(), today + timedelta(days=30)
    last = Appointment.objects.get(seat=seat)
    refused = end(seat, last, day)
    assert refused.status_code == 409
    assert "先任命一位接这个岗的人" in text_of(refused.content.decode())
    last.refresh_from_db()
    assert last.ends is None
    assert not EventRow.objects.filter(name="AppointmentEnded", subject_id=seat.pk).exists()
    appoint(seat, day)
    coming = Appointment.objects.exclude(pk=last.pk).get(seat=seat)
    assert end(seat, last, day - timedelta(days=1)).status_code == 409
    assert "记下了" in end(seat, last, day).content.decode()
    # Who is to come after them is the last one now.
    assert end(seat, coming, day).status_code == 409
    assert Appointment.objects.filter(pk=coming.pk).exists()


def test_of_two_who_administer_one_may_leave(town, today):
    seat = admins()
    first = Appointment.objects.get(seat=seat)
    appoint(seat, today - timedelta(days=1))
    assert "记下了" in end(seat, Appointment.objects.exclude(pk=first.pk).get(seat=seat), today).content.decode()
    assert end(seat, first, today).status_code == 409
