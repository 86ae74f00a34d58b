"""Looking at a page as it came to rest."""

from playwright.sync_api import Page

# Fonts are there, nothing has been under way for a tenth of a second, and what came of it is drawn.
REST = """async () => {
  await document.fonts.ready;
  await new Promise(done => setTimeout(done, 100));
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def come_to_rest(page: Page) -> None:
    """Wait until a page is loaded and asks for nothing more."""
    page.wait_for_load_state("load")
    for _look in range(100):
        page.evaluate(REST)
        if not page.under_way:
            return
    raise AssertionError(f"{page.url} still waits for {[request.url for request in page.under_way]}")


def see(page, axe, keep, name):
    """Look at a page: no sideways scroll, axe finds nothing, a picture is kept."""
    come_to_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    axe(page)
    keep(page, name)
