"""Every write about persons."""

from collections.abc import Callable
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from linli.backbone.commands import command
from linli.backbone.crypto import blind_index, seal
from linli.backbone.events import record
from linli.backbone.moments import local_day
from linli.backbone.values import Actor
from linli.domains.people.events import ConsentGiven, ConsentWithdrawn, PasswordRenewed, PersonAdded, PersonErased
from linli.domains.people.models import Account, Consent, Person
from linli.domains.people.values import Purpose
from linli.kernel.ids import normal_phone
from linli.kernel.refusal import NotFound, Refusal

COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "司徒", "夏侯")

# What a person still holds on a day, in words; empty for nothing.
Holding = Callable[[int, date], str]
_holdings: list[Holding] = []


def keep_while(holding: Holding) -> None:
    """Add what nobody goes away from without handing it over: called by the wiring table."""
    _holdings.append(holding)


@command
def add_person(
    *, actor: Actor, name: str, phone: str = "", username: str = "", password: str = "", now: datetime
) -> int:
    """Enter a person and, with a user name, their account; the person's id. Refusal: bad_phone."""
    number = normal_phone(phone) if phone else ""
    if number is None:
        raise Refusal("bad_phone")
    person = Person.objects.create(
        name_sealed=seal(name), phone_sealed=seal(number), phone_index=blind_index(number), surname=surname_of(name)
    )
    if username:
        account = Account(username=username, person=person)
        account.set_password(password or None)
        account.save()
    record(PersonAdded(subject_id=person.pk, at=now, account=bool(username)))
    return person.pk


def surname_of(name: str) -> str:
    """The family name of a Chinese name."""
    return name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]


@command
def give_consent(*, actor: Actor, person_id: int, purpose: Purpose, now: datetime) -> None:
    """Store a person's permission to publish; giving it twice changes nothing but the log."""
    words = {
        Purpose.NAME: _("同意在门牌页和公示栏公布姓名"),
        Purpose.PHONE: _("同意在门牌页和公示栏公布电话"),
        Purpose.PHOTO: _("同意在门牌页和公示栏公布照片"),
    }[purpose]
    Consent.objects.get_or_create(
        person_id=person_id, purpose=purpose, withdrawn_at=None, defaults={"words": words, "given_at": now}
    )
    record(ConsentGiven(subject_id=person_id, at=now, purpose=purpose))


@command
def withdraw_consent(*, actor: Actor, person_id: int, purpose: Purpose, now: datetime) -> None:
    """Take a permission back; what was published on it is gone from the next request on."""
    Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now)
    record(ConsentWithdrawn(subject_id=person_id, at=now, purpose=purpose))


@command
def erase_person(*, actor: Actor, person_id: int, now: datetime) -> None:
    """Remove what identifies a person and close their account; NotFound when there is none. Refusal: still_held."""
    if not _holdings:
        raise LookupError("what persons hold is not wired")
    changed = Person.objects.filter(pk=person_id, erased_at=None).update(
        name_sealed=seal(_("已注销")), phone_sealed=b"", phone_index=b"", surname="", erased_at=now
    )
    if not changed:
        raise NotFound("person")
    for holding in _holdings:
        if held := holding(person_id, local_day(now)):
            raise Refusal("still_held", held=held)
    Account.objects.filter(person_id=person_id).update(is_active=False, username=f"erased-{person_id}")
    Consent.objects.filter(person_id=person_id, withdrawn_at=None).update(withdrawn_at=now)
    record(PersonErased(subject_id=person_id, at=now))


@command
def renew_password(*, actor: Actor, username: str, password: str, now: datetime) -> None:
    """Let somebody in again who forgot their password or lost their telephone: a new password, no second factor, no
    session from before; NotFound when there is no such open account."""
    account = Account.objects.select_for_update().filter(username=username, is_active=True).first()
    if account is None:
        raise NotFound("account")
    account.set_password(password)
    account.save(update_fields=["password"])
    Authenticator.objects.filter(user=account).delete()
    record(PasswordRenewed(subject_id=account.person_id, at=now))
