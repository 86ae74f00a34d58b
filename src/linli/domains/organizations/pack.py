"""The part of a pack that names posts with their rights, kinds of organization, and ways of choosing."""

from collections.abc import Iterator

from linli.backbone.packs.loader import Pack
from linli.domains.organizations.values.tables import Organizations, organizations


class OrganizationsSection:
    """`organizations:` of a pack."""

    name = "organizations"
    schema = Organizations

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Levels and ways that are named exist."""
        levels, part = pack.raw.get("territory", {}).get("levels", {}), organizations(pack)
        for path, where in _levels(part):
            if where != "organization" and where not in levels:
                yield path, f"没有叫“{where}”的层级"
        for key, post in part.posts.items():
            for way in post.ways:
                if way not in part.ways:
                    yield ("posts", key, "ways"), f"没有叫“{way}”的产生方式"


def _levels(part: Organizations) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every level a post, a kind or a scheme names, with where it is written."""
    for key, post in part.posts.items():
        yield from ((("posts", key, "at", str(index)), where) for index, where in enumerate(post.at))
    for key, kind in part.kinds.items():
        yield from ((("kinds", key, "covers"), where) for where in kind.covers)
    for key, scheme in part.schemes.items():
        yield from ((("schemes", key, "layers", name, "at"), layer.at) for name, layer in scheme.layers.items())
