"""The registers at a glance."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from linli.backbone.web import Request, viewer_of
from linli.domains.organizations.queries.bodies import kind_sums, level_choices, matrix
from linli.domains.organizations.queries.cards import shown_choices
from linli.domains.organizations.queries.compounds import compound_sums
from linli.domains.organizations.queries.pairings import pairing_sums, scheme_choices
from linli.domains.organizations.queries.reach import reads_registers
from linli.front.views.registers.common import show


@require_GET
def index(request: Request) -> HttpResponse:
    """Four registers, each with what is missing in it."""
    viewer = viewer_of(request)
    reads_registers(viewer)
    _shares, missing, soon, late = compound_sums(viewer)
    context = {
        "kinds": [one for one in kind_sums(viewer) if one[2]],
        "matrices": [matrix(viewer, level, limit=1) for level, _title in level_choices()],
        "schemes": [(key, title, pairing_sums(viewer, key)) for key, title in scheme_choices()],
        "posts": shown_choices(),
        "missing": missing,
        "soon": soon,
        "late": late,
    }
    return show(request, "index", context)
