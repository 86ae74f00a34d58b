"""The demo town behind a server, and people who sign in by hand."""

import io
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page


@pytest.fixture
def world(worlds, django_db_blocker):
    """`world("name", load)`: this test works in a copy of what `load` makes of an empty database."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        yield lambda name, load: stack.enter_context(worlds.own(name, load))


@pytest.fixture
def town(world):
    """The demo town as it is today."""
    from django.utils import timezone

    from tests.support import town

    world("town", lambda: town.load(timezone.now()))
    return town


@pytest.fixture
def lived_in(world):
    """The demo town with a little history, so that no list is empty."""
    from tests.support import town

    world("town with history", lambda: town.load_history(400))
    return town


@pytest.fixture
def photo() -> Callable[[str], dict]:
    """A small picture as a file to choose."""

    def make(name: str, colour: str = "#6b5e50") -> dict:
        picture = Image.new("RGB", (900, 1200), colour)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((320, 420, 580, 1100), fill="#96203f")
        draw.ellipse((400, 120, 500, 220), fill="#edbe6a")
        out = io.BytesIO()
        picture.save(out, "JPEG")
        return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}

    return make


@pytest.fixture
def sign_in(new_page) -> Callable[..., Page]:
    """`sign_in("grid", 1280)`: a page of somebody of the demo, signed in through the form."""

    def go(username: str, width: int = 1280, **options) -> Page:
        from linli.config.demo.people import PASSWORD

        page = new_page(width, 844 if width < 500 else 900, **options)
        page.goto("/inbox/")
        page.get_by_label("账号").fill(username)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/inbox/**")
        return page

    return go
