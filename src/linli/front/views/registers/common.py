"""What the pages of all registers share: pages of a list, people by telephone, forms that act."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations.queries.seats import name_shown
from linli.domains.people.commands import add_person
from linli.domains.people.queries import names_of, person_with_phone
from linli.kernel.ids import half_width, row_number
from linli.kernel.refusal import Refusal
from linli.ui.forms import ActForm
from linli.ui.pages import staff_page

PAGE = 50


def show(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the registers."""
    return staff_page(
        request, f"front/registers/{template}.html", context, viewer_of(request), "registers", status=status
    )


def number_asked(request: Request, name: str) -> int:
    """A number of the address; 0 for anything else."""
    return row_number(asked(request, name))


def following(request: Request, cursor: object) -> str:
    """The address of the next page: the same question from a cursor."""
    kept = {key: value for key, value in request.GET.items() if key != "cursor"}
    return urlencode({**kept, "cursor": cursor})


def acted(request: Request, form: ActForm, act: Callable[[dict[str, Any]], Any], done: str, url: str) -> Any:
    """Run an act with what a form holds: the redirect when it went, None when the form has to be shown again."""
    if not form.is_valid():
        return None
    try:
        answer = act(form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, done)
    return redirect(url.format(answer))


def person_of(request: Request, data: dict[str, Any]) -> int | None:
    """The person with the number in a form, as `person_called`; None where the form has no number."""
    return person_called(request, data) if data.get("phone") else None


def person_called(request: Request, data: dict[str, Any]) -> int:
    """The person of a telephone number, entered if not yet known. Refusal(other_name) where they are called
    otherwise."""
    viewer = viewer_of(request)
    known = person_with_phone(viewer, data["phone"])
    if known is None:
        return add_person(actor=Actor.of(viewer), name=data["name"], phone=data["phone"], now=request.now)
    if half_width(names_of([known])[known]) != half_width(data["name"]):
        raise Refusal("other_name", name=name_shown(viewer, known))
    return known


def unit_of(data: dict[str, Any]) -> int | None:
    """The organization chosen in a form."""
    return int(data["unit"]) if data.get("unit") else None
