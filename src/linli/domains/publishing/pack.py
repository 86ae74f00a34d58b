"""The part of a pack with notices: seats and icons it names exist, days fit together."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linli.backbone.packs.loader import Pack
from linli.domains.publishing.values.tables import NoticesTable, notices

Fault = tuple[tuple[str, ...], str]


class NoticesSection:
    """`notices:` of a pack."""

    name = "notices"
    schema = NoticesTable

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """Who drafts and who publishes are seats there are; a kind stands no fewer days than it must."""
        part, posts = notices(pack), pack.raw.get("organizations", {}).get("posts", {})
        for name, seats in (("draft", part.draft), ("publish", part.publish)):
            yield from (((name, str(at)), words) for at, words in _seats(seats, posts))
        for key, kind in part.kinds.items():
            if not kind.least <= kind.usual <= kind.most:
                yield ("kinds", key, "usual"), f"通常 {kind.usual} 天，要在 {kind.least}—{kind.most} 天之间"


def _seats(seats: Iterable[str], posts: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    for index, seat in enumerate(seats):
        post, _, level = seat.partition("@")
        if post not in posts or level not in posts[post].get("at", ()):
            yield index, f"没有“{seat}”这样的岗位；写成 岗位@层级，如 desk@community"
