"""The registers at a glance."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, viewer_of
from linli.domains.organizations.queries.bodies import kind_sums, level_choices, matrix
from linli.domains.organizations.queries.cards import shown_choices
from linli.domains.organizations.queries.compounds import compound_sums
from linli.domains.organizations.queries.pairings import pairing_sums, scheme_choices
from linli.domains.organizations.queries.reach import reads_registers
from linli.domains.venues.queries import level_words
from linli.domains.venues.queries.counts import level_sums
from linli.domains.venues.queries.near import blank_count, blank_levels
from linli.front.views.registers.common import show


@require_GET
def index(request: Request) -> HttpResponse:
    """Five registers, each with what is missing in it."""
    viewer = viewer_of(request)
    reads_registers(viewer)
    _shares, missing, soon, late = compound_sums(viewer)
    words = level_words()
    context = {
        "kinds": [one for one in kind_sums(viewer) if one[2]],
        "matrices": [matrix(viewer, level, limit=1) for level, _title in level_choices()],
        "schemes": [(key, title, pairing_sums(viewer, key)) for key, title in scheme_choices()],
        "posts": shown_choices(),
        "venues": level_sums(viewer),
        "blank": [(level, words.get(level, level), *blank_count(viewer, level)) for level in blank_levels()],
        "missing": missing,
        "soon": soon,
        "late": late,
    }
    return show(request, "index", context)
