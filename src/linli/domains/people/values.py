"""What other domains may know of persons."""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a consent allows to be published (PIPL 23 and 25, domain 8.4)."""

    NAME = "publish_name"
    PHONE = "publish_phone"
    PHOTO = "publish_photo"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session."""

    account_id: int
    person_id: int
    name: str
    username: str
    language: str


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """A person as the public may see them: empty where no consent is in force."""

    person_id: int
    surname: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class MyConsent:
    """One of the viewer's own consents: `given` whether it is in force."""

    purpose: str
    given: bool
