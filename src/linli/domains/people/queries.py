"""Every read about persons."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from linli.backbone import sql
from linli.backbone.crypto import blind_index, unseal
from linli.backbone.values import Viewer
from linli.domains.people.models import Account, Consent, Person
from linli.domains.people.values import MyConsent, PublicPerson, Purpose, SignedIn
from linli.kernel.ids import masked_phone, normal_phone

# On every page of the staff: read in one statement, without building a query.
_SIGNED_IN = """
SELECT a.id, a.password, a.username, a.language, a.person_id, p.name_sealed
FROM people_account a JOIN people_person p ON p.id = a.person_id WHERE a.id = %s AND a.is_active
"""
_SESSION = """
SELECT s.session_data, a.id, a.password, a.username, a.language, a.person_id, p.name_sealed FROM django_session s
LEFT JOIN (people_account a JOIN people_person p ON p.id = a.person_id) ON a.id = %s AND a.is_active
WHERE s.session_key = %s AND s.expire_date > now()
"""
_MOST_KNOWN = 20_000
# Whose session it was when this process last read it: only a guess of what to join, proven by what the session says.
_known: dict[str, int] = {}


class SessionRead(NamedTuple):
    """A session as the database keeps it, with the account this process expects behind it (None: not known yet)."""

    key: str
    data: str
    account: tuple[Any, ...] | None


def session_read(key: str | None) -> SessionRead | None:
    """The session of this key, or None when there is none or its time is over."""
    row = sql.one(_SESSION, [_known.get(key, 0), key]) if key else None
    return SessionRead(key, row[0], row[1:] if row[1] is not None else None) if key and row else None


def signed_in(session: Any) -> SignedIn | None:
    """The person behind a session, or None; a changed password or a closed account ends the session."""
    account_id = session.get(SESSION_KEY)
    if not account_id or not session.get(BACKEND_SESSION_KEY):
        return None
    row = _account(getattr(session, "read", None), int(account_id))
    if row is None:
        return None
    pk, password, username, language, person_id, sealed = row
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), _auth_hash(password)):
        return None
    return SignedIn(pk, person_id, unseal(sealed), username, language)


def account_holder(account_id: int) -> SignedIn | None:
    """The person of an open account, without a session; None for a closed one."""
    row = sql.one(_SIGNED_IN, [account_id])
    return SignedIn(row[0], row[4], unseal(row[5]), row[2], row[3]) if row else None


def account_named(username: str) -> SignedIn | None:
    """The person of the open account of this name, for the command line."""
    found = Account.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()
    return account_holder(found) if found else None


def _account(read: SessionRead | None, account_id: int) -> tuple[Any, ...] | None:
    if read is not None and read.account is not None and read.account[0] == account_id:
        return read.account
    if read is not None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[read.key] = account_id
    return sql.one(_SIGNED_IN, [account_id])


@lru_cache(maxsize=1024)
def _auth_hash(password: str) -> str:
    return str(Account(password=password).get_session_auth_hash())


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Full names for staff, by person id."""
    return {pk: name for pk, (name, _public) in shown_persons(person_ids).items()}


def public_persons(person_ids: Iterable[int]) -> dict[int, PublicPerson]:
    """Persons as the public may see them, by id: name and phone only where a consent is in force."""
    return {pk: public for pk, (_name, public) in shown_persons(person_ids).items()}


_PERSONS = """
SELECT p.id, p.surname, p.name_sealed, p.phone_sealed, ARRAY(
  SELECT c.purpose::text FROM people_consent c WHERE c.person_id = p.id AND c.withdrawn_at IS NULL)
FROM people_person p WHERE p.id = ANY(%s)
"""


def shown_persons(person_ids: Iterable[int]) -> dict[int, tuple[str, PublicPerson]]:
    """Persons by id: the full name for staff, and beside it what the public may see."""
    ids, found = list(person_ids), {}
    for pk, surname, sealed, phone_sealed, purposes in sql.rows(_PERSONS, [ids]) if ids else ():
        name, named = unseal(sealed), Purpose.NAME in purposes
        phone = unseal(phone_sealed) if Purpose.PHONE in purposes else ""
        found[pk] = (name, PublicPerson(pk, surname if named else "", name if named else "", phone))
    return found


def my_consents(viewer: Viewer) -> tuple[MyConsent, ...]:
    """The viewer's own permissions, given or not."""
    given = set(Consent.objects.filter(person_id=viewer.person_id, withdrawn_at=None).values_list("purpose", flat=True))
    return tuple(MyConsent(purpose, purpose in given) for purpose in Purpose)


def my_phone(viewer: Viewer) -> str:
    """The viewer's own number, masked."""
    sealed = Person.objects.filter(pk=viewer.person_id).values_list("phone_sealed", flat=True).first()
    return masked_phone(unseal(sealed)) if sealed else ""


def my_data(viewer: Viewer) -> dict[str, Any]:
    """Everything kept of the viewer, for them to take away (PIPL 45)."""
    person = Person.objects.get(pk=viewer.person_id)
    return {
        "name": unseal(person.name_sealed),
        "phone": unseal(person.phone_sealed),
        "username": Account.objects.filter(person=person).values_list("username", flat=True).first(),
        "consents": list(person.consents.values("purpose", "words", "given_at", "withdrawn_at")),
    }


def person_with_phone(viewer: Viewer, phone: str) -> int | None:
    """The person with this number, for those who appoint; None when there is none or the viewer may not know."""
    number = normal_phone(phone)
    if not number or not viewer.may("appoint"):
        return None
    return Person.objects.filter(phone_index=blind_index(number)).values_list("pk", flat=True).first()
