"""Facts about organizations, seats and appointments."""

from dataclasses import dataclass
from typing import ClassVar

from linli.backbone.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationAdded(Event):
    """An organization was entered."""

    subject_kind: ClassVar[str] = "organization"
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCreated(Event):
    """A seat was created."""

    subject_kind: ClassVar[str] = "seat"
    post: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAppointed(Event):
    """A person took a seat."""

    subject_kind: ClassVar[str] = "seat"
    person_id: int
    way: str
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEnded(Event):
    """A person left a seat, or is not to take it after all; with a handover somebody follows at once, and who was to
    be replaced stays when that does not come to be."""

    subject_kind: ClassVar[str] = "seat"
    person_id: int
    reason: str
    successor_id: int | None
    stays_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingAssigned(Event):
    """A unit or a person was bound to a place."""

    subject_kind: ClassVar[str] = "pairing"
    scheme: str
    layer: str
    place_id: int
    organization_id: int | None
    person_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingEnded(Event):
    """A pairing ended."""

    subject_kind: ClassVar[str] = "pairing"
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingReplaced(Event):
    """Somebody else took over a place."""

    subject_kind: ClassVar[str] = "pairing"
    successor_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLogged(Event):
    """A contact was written into the log of a pairing; the note stays out of the log."""

    subject_kind: ClassVar[str] = "pairing"
    contact_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactConfirmed(Event):
    """The place confirmed a service or a claim."""

    subject_kind: ClassVar[str] = "pairing"
    contact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNoteRevealed(Event):
    """Somebody opened the private note of a contact; the look keeps the reason."""

    subject_kind: ClassVar[str] = "pairing"
    contact_id: int
    look_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFounded(Event):
    """A body was entered in the register."""

    subject_kind: ClassVar[str] = "organization"
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDissolved(Event):
    """A body was dissolved: what it covered and belonged to ended that day."""

    subject_kind: ClassVar[str] = "organization"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundingStepDone(Event):
    """A step of founding a body was done."""

    subject_kind: ClassVar[str] = "organization"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageChanged(Event):
    """A body began or ended to cover a place."""

    subject_kind: ClassVar[str] = "organization"
    place_id: int
    way: str
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipChanged(Event):
    """An organization joined or left a joint body."""

    subject_kind: ClassVar[str] = "organization"
    member_id: int
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompoundRegistered(Event):
    """What the register says of a compound changed."""

    subject_kind: ClassVar[str] = "place"
    kind: str
    firm_id: int | None
    contract_ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseShown(Event):
    """The promise on a seat's public card changed: an approved one stands there, was kept, or was taken down."""

    subject_kind: ClassVar[str] = "seat"
    number: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseProposed(Event):
    """A promise came in with a workbook and waits for its case."""

    subject_kind: ClassVar[str] = "seat"
    draft_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTakenUp(Event):
    """The case of a proposed promise is open: whoever the pack names approves it."""

    subject_kind: ClassVar[str] = "seat"
    draft_id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterImported(Event):
    """A register was brought in from a workbook; `subject_id` is 0."""

    subject_kind: ClassVar[str] = "register"
    register: str
    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(Event):
    """A token of the API was made for a seat, or for an integration at a place; its secret is in no log."""

    subject_kind: ClassVar[str] = "token"
    name: str
    seat_id: int | None
    place_id: int | None
    scopes: tuple[str, ...]
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    """A token was taken back."""

    subject_kind: ClassVar[str] = "token"
    name: str
