"""Playing a case in the browser: whoever holds its duty signs in and does the act, on a phone and at a desk."""

import re
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from linli.backbone.crypto import unseal
from linli.backbone.events import listeners_of
from linli.backbone.models import EventRow
from linli.backbone.values import SYSTEM
from linli.domains.cases.commands.gates import pass_gate
from linli.domains.cases.models import Ask, Case
from linli.domains.duties.models import Duty
from linli.domains.organizations.models import Appointment, Seat
from linli.domains.people.models import Account
from tests.browser.seeing import see
from tests.journeys.test_routines import recorded

WIDTHS = ((390, 844), (1280, 900))


class Play:
    """One story; `look` keeps its pages at both widths under the name of the story."""

    def __init__(self, name, new_page, axe, keep, photo):
        self.name, self._new, self._axe, self._keep, self._photo = name, new_page, axe, keep, photo
        self._pages, self._looks = {}, 0

    def sit(self, seat_id, **options):
        """The page of whoever sits in a seat, signed in."""
        person = Appointment.objects.filter(seat_id=seat_id).values_list("person_id", flat=True).first()
        assert person, Seat.objects.get(pk=seat_id).title
        if person not in self._pages:
            account, _new = Account.objects.get_or_create(person_id=person, defaults={"username": f"p{person}"})
            client = Client()
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
            page = self._new(1280, 900, **options)
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
            page.goto("/health/")
            page.context.add_cookies([{**cookie, "url": re.match(r"https?://[^/]+", page.url)[0]}])
            self._pages[person] = page
        return self._pages[person]

    def seat(self, post, place_kind="", organization=None, places=None):
        """The first seat of a post that somebody sits in."""
        rows = Seat.objects.filter(post=post, appointments__isnull=False, closed_at=None).order_by("id")
        rows = rows.filter(organization=organization) if organization else rows.filter(place_kind=place_kind)
        return (rows.filter(place_id__in=places) if places else rows).first()

    def look(self, page, what):
        """The page at both widths: no sideways scroll, axe finds nothing, a picture is kept."""
        self._looks += 1
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            see(page, self._axe, self._keep, f"{self.name}-{self._looks:02d}-{what}-{width}")

    def start(self, seat, kind, text, place, *, look=False, **answers):
        """Open a case of a kind from a seat, at a place."""
        page = self.sit(seat.pk)
        page.goto(f"/start/{kind}/")
        page.locator("[name=place]").select_option(place.code)
        self.fill(page, {**({"text": text} if text else {}), **answers})
        if look:
            self.look(page, f"start-{kind}")
        page.get_by_role("button", name="发起").click()
        page.wait_for_url(re.compile(r"/(cases|inbox)/"))
        return Case.objects.filter(procedure=kind).latest("id")

    def fill(self, page, answers):
        """Fill in fields by name: words, a choice, several, or a file."""
        for name, value in answers.items():
            field = page.locator(f"[name={name}]").first
            kind = field.evaluate("one => one.type")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, (list, tuple)) else [value]:
                    page.locator(f'[name={name}][value="{one}"]').check()
            elif kind.startswith("select"):
                field.select_option(str(value))
            elif kind == "file":
                field.set_input_files(value)
            else:
                field.fill(str(value))

    def holder(self, case, *roles):
        """The first open duty of a case, of one of these roles."""
        rows = Duty.objects.filter(subject_kind="case", subject_id=case.pk, state="open").exclude(role="decide")
        duty = (rows.filter(role__in=roles) if roles else rows.exclude(role="supervise")).order_by("id").first()
        assert duty, (case.number, case.stage)
        return duty

    def do(self, case, act, *, seat=None, photo=False, look="", **answers):
        """Do an act as whoever holds the duty (or as a seat), signing first where that is asked."""
        duty = None if seat else self.holder(case)
        page = self.sit(duty.seat_id if duty else seat.pk)
        if duty and duty.sign_due and not duty.signed_at:
            page.goto(f"/cases/{case.number}/")
            page.get_by_role("button", name="签收").first.click()
            page.wait_for_load_state()
        page.goto(f"/cases/{case.number}/acts/{act}/")
        self.fill(page, {**answers, **({"photos": self._photo("proof")} if photo else {})})
        if act == "arrive":
            page.locator("[data-place-words]", has_text="定到位了").wait_for()
        if look:
            self.look(page, look)
        page.locator("#act-form button.is-zhu").click()
        page.wait_for_url(re.compile(rf"/cases/{case.number}/$"))
        case.refresh_from_db()
        return page

    def prove(self, case, *steps):
        """Record the evidence of each step of the stage."""
        for step in steps:
            self.do(case, "prove", photo=True, step=step, note=f"已经有了：{step}")

    def decide(self, case, *, yes=True, look=""):
        """Answer the open ask of a case as the seat it waits for."""
        ask = Ask.objects.get(case=case, decided_at=None)
        page = self.sit(ask.decide_seat_id)
        page.goto(f"/cases/{case.number}/asks/{ask.pk}/")
        self.fill(page, {"decision": "approve" if yes else "refuse"})
        if look:
            self.look(page, look)
        page.get_by_role("button", name="就这么定").click()
        page.wait_for_url(re.compile(rf"/cases/{case.number}/$"))
        case.refresh_from_db()
        return page

    def arrive(self, case, duty):
        """Turn up where the case is, proven by place and photo, and write what was done."""
        here = {"latitude": case.lat, "longitude": case.lon}
        page = self.sit(duty.seat_id, geolocation=here, permissions=["geolocation"])
        self.do(case, "arrive", seat=Seat(pk=duty.seat_id), photo=True)
        return page

    def rate(self, case, *, solved=True, look=""):
        """The reporter answers the three questions behind the link."""
        page = self._new(390, 844)
        page.goto(f"/f/{unseal(case.follow_sealed)}/rate/")
        words = {"contacted": "yes", "solved": "yes" if solved else "no"}
        self.fill(page, {**words, "satisfaction": "satisfied" if solved else "unsatisfied"})
        if look:
            self.look(page, look)
        page.get_by_role("button", name="提交评价").click()
        page.wait_for_url(re.compile(r"/f/[^/]+/$"))
        case.refresh_from_db()
        return page

    def day_comes(self, case):
        """The day on which a gate lets go is here."""
        Case.objects.filter(pk=case.pk).update(gate_due=timezone.now() - timedelta(minutes=1))
        pass_gate(actor=SYSTEM, case_id=case.pk, now=timezone.now())
        case.refresh_from_db()

    def story(self, case, what):
        """The case as the district's desk sees it, looked at."""
        page = self.sit(self.seat("desk", "district").pk)
        page.goto(f"/cases/{case.number}/")
        self.look(page, what)
        return page


def tell(*names):
    """Deliver what was recorded, as the worker does."""
    for row in EventRow.objects.filter(name__in=names).order_by("id"):
        for listener in listeners_of(row.name):
            listener(recorded(row))
