"""Facts about persons and consents."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    """A person was entered, with or without an account."""

    subject_kind: ClassVar[str] = "person"
    account: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Event):
    """A person allowed something to be published."""

    subject_kind: ClassVar[str] = "person"
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A person took a permission back."""

    subject_kind: ClassVar[str] = "person"
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(Event):
    """What identified a person was removed; their acts stay without a name."""

    subject_kind: ClassVar[str] = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordRenewed(Event):
    """Somebody who could not sign in any more got a new password; their second factor is off."""

    subject_kind: ClassVar[str] = "person"
