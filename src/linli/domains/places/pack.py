"""The part of a pack that names the levels of the territory and the size rule of its grids."""

from collections.abc import Iterator

from linli.backbone.packs.loader import Pack
from linli.domains.places.values.tables import Services, Territory, services, territory


class TerritorySection:
    """`territory:` of a pack."""

    name = "territory"
    schema = Territory

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Every level named in `under` exists."""
        levels = territory(pack).levels
        for kind, level in levels.items():
            for parent in level.under:
                if parent not in levels:
                    yield ("levels", kind, "under"), f"没有叫“{parent}”的层级"


class ServicesSection:
    """`services:` of a pack."""

    name = "services"
    schema = Services

    def problems(self, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
        """Every tile in front is a service; keys are used once."""
        part = services(pack)
        keys = [item.key for group in part.groups for item in group.items]
        for index, key in enumerate(part.front):
            if key not in keys:
                yield ("front", str(index)), f"没有叫“{key}”的服务"
        for key in {one for one in keys if keys.count(one) > 1}:
            yield ("groups",), f"服务“{key}”写了两次"
