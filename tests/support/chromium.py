"""The browser of this machine, never downloaded."""

import shutil

# The shell draws the same pages by the same engine, without the windows of a browser around each of them.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
ABSENT = "no chromium on this machine: apt-get install chromium-headless-shell fonts-noto-cjk"


def find_chromium() -> str | None:
    """Where it is."""
    return next(filter(None, map(shutil.which, NAMES)), None)
