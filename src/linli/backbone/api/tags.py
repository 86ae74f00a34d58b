"""ETags that stand for the version of a thing, not for one way of showing it."""

import hashlib


def tag_of(version: int) -> str:
    """The weak ETag of a version."""
    return f'W/"v{version}"'


def shown_tag(version: int, body: str) -> str:
    """The weak ETag of a version as one caller sees it: in their language, with what they may do, at this moment."""
    return f'W/"v{version}-{hashlib.sha256(body.encode()).hexdigest()[:16]}"'


def matches(given: str, tag: str) -> bool:
    """Whether If-Match names this tag, or any; a tag of a shown page (`v12-…`) stands for its version."""
    wanted = _bare(tag)
    return given.strip() == "*" or any(_bare(one).partition("-")[0] == wanted for one in given.split(","))


def _bare(tag: str) -> str:
    return tag.strip().removeprefix("W/").strip('"')
