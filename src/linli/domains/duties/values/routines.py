"""The part of a pack with routines: what returns by itself, where, by whom, and what it asks."""

from datetime import time
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, RootModel

from linli.backbone.packs.forms import Form
from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Length, Several, Table, Text
from linli.kernel.cadence import Cadence, Holidays, Period, parse_cadence

Evidence = Literal["door", "photo"]
Rhythm = Annotated[
    Cadence,
    BeforeValidator(
        lambda value: parse_cadence(value) if isinstance(value, str) else value, json_schema_input_type=str
    ),
    PlainSerializer(lambda value: value.text),
]
Evidences = Annotated[
    tuple[Evidence, ...],
    BeforeValidator(
        lambda value: [value] if isinstance(value, str) else value,
        json_schema_input_type=Evidence | tuple[Evidence, ...],
    ),
]


class Window(Table):
    """When it can be done: from `opens` for `within` or `until` the end of a period, and `grace` in which it is late
    but not yet missed. What is left out follows from the cadence."""

    opens: time | None = None
    within: Length | None = None
    until: Period | None = None
    grace: Length | None = None


class Routine(Table):
    """Something that returns by itself (C21, C22, C32, S4-19): `each` place of a kind gets one at every date of the
    cadence, with `quota` entries to make; `opens` names the kind of case a found problem becomes,
    `source` the mechanisms it carries."""

    title: Text
    about: Text | None = None
    act: Text = Field(default="去做", validate_default=True)
    cadence: Rhythm
    each: str
    seat: Several
    window: Window = Window()
    holidays: Holidays = Holidays.KEEP
    evidence: Evidences = ()
    quota: int = Field(default=1, ge=1, le=1000)
    form: Form = {}
    opens: str | None = None
    source: Several = ()


class Routines(RootModel[dict[str, Routine]]):
    """Routines by key."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    root: dict[str, Routine] = {}


def routines(pack: Pack) -> dict[str, Routine]:
    """The routines of a pack by key."""
    return section(pack, "routines", Routines).root
