"""The part of a pack with its notices (公告、公示): the kinds, who drafts and who publishes them."""

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text


class NoticeKind(Table):
    """A kind of notice: it stands `usual` days unless said otherwise, never fewer than `least` nor more than `most`;
    where `consent`, a person's signed consent is kept with it before it is published; where `second`, whoever
    drafted or revised it does not publish it; where `objections`, whoever reads it at a door is asked for theirs.
    `icon` is a name of ui/icons.txt."""

    title: Text
    about: Text | None = None
    icon: str = "note"
    usual: int = Field(default=14, ge=1, le=730)
    least: int = Field(default=1, ge=1, le=365)
    most: int = Field(default=365, ge=1, le=730)
    consent: bool = False
    second: bool = False
    objections: bool = False
    source: Several = ()


class NoticesTable(Table):
    """Seats that `draft` notices for their place and below, those that `publish` and withdraw them, and the kinds."""

    draft: Several = ()
    publish: Several = ()
    kinds: dict[str, NoticeKind] = {}


def notices(pack: Pack) -> NoticesTable:
    """What a pack says of notices."""
    return section(pack, "notices", NoticesTable)
