"""The part of a pack that names posts with their rights, kinds of organization, and ways of choosing."""

from collections.abc import Iterator

from linli.backbone.packs.loader import Pack
from linli.domains.organizations.values.tables import Organizations, organizations


class OrganizationsSection:
    """`organizations:` of a pack."""

    name = "organizations"
    schema = Organizations

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """A post stands at a level of the territory or in an organization."""
        levels = pack.raw.get("territory", {}).get("levels", {})
        for key, post in organizations(pack).posts.items():
            for index, where in enumerate(post.at):
                if where != "organization" and where not in levels:
                    yield ("posts", key, "at", str(index)), f"没有叫“{where}”的层级"
