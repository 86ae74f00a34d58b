"""The part of a pack with offers: the posts and seats it names exist."""

from collections.abc import Iterator

from linli.backbone.packs.loader import Pack
from linli.domains.exchange.values.tables import OffersTable, offers

Fault = tuple[tuple[str, ...], str]


class OffersSection:
    """`offers:` of a pack."""

    name = "offers"
    schema = OffersTable

    def problems(self, pack: Pack) -> Iterator[Fault]:
        """Who makes offers are posts in organizations, who vets them seats at places."""
        part, posts = offers(pack), pack.raw.get("organizations", {}).get("posts", {})
        for index, post in enumerate(part.make):
            if "organization" not in posts.get(post, {}).get("at", ()):
                yield ("make", str(index)), f"“{post}”不是设在单位里的职务"
        for index, seat in enumerate(part.vet):
            post, _, level = seat.partition("@")
            if level not in posts.get(post, {}).get("at", ()):
                yield ("vet", str(index)), f"没有“{seat}”这样的岗位；写成 岗位@层级，如 desk@community"
