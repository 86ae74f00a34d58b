"""For browser tests: a server, Debian's chromium driven by Playwright, pages of a given width, and axe."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.chromium import ABSENT, find_chromium

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
# Only faults are written down; of what axe would fetch beforehand only sound and film: its rules about style sheets are
# not asked.
LOOK = """tags => axe.run({runOnly: tags, resultTypes: ['violations'], preload: {assets: ['media']}})
  .then(found => found.violations)"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for the run of this worker; never downloaded."""
    found = find_chromium()
    if found is None:
        pytest.fail(ABSENT)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=[*sandbox, "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server in this process; it answers from the database the process works in at the time."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("localhost", static_handler=StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()


@pytest.fixture
def new_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """`new_page(390)` opens a page of that width on the server, in a browser context of its own (own cookies).

    A fault in a script or a refused resource fails the test at its end. More options go to the context. The page keeps
    in `under_way` what it has asked for and not got yet.
    """
    contexts = []
    faults: list[str] = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Page:
        given = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": server, **options}
        context = browser.new_context(viewport={"width": width, "height": height}, **given)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.under_way = set()
        page.on("request", lambda request: page.under_way.add(request))
        page.on("requestfinished", lambda request: page.under_way.discard(request))
        page.on("requestfailed", lambda request: page.under_way.discard(request))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with what WCAG 2.2 AA forbids on the page as it stands."""
    source = AXE.read_text(encoding="utf-8")

    def look(page: Page) -> None:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(source)
        found = page.evaluate(LOOK, WCAG)
        lines = [
            f"{fault['id']}: {fault['help']} {node['target']} {node['failureSummary']}"
            for fault in found
            for node in fault["nodes"]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return look


@pytest.fixture
def keep(output_folder: Path) -> Callable[[Page, str], Path]:
    """`keep(page, "01-door")` keeps a screenshot of the whole page under test-output/screenshots."""
    folder = output_folder / "screenshots"
    folder.mkdir(exist_ok=True)

    def shoot(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return shoot
