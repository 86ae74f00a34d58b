"""What may be typed: lengths, numbers, keys; strict, so that the OpenAPI file says exactly what is taken."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header, Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from linli.backbone.web import Request

# What no text of PostgreSQL can hold is said in the schema: a NUL.
SAFE = r"^[^\x00]*$"
BIGGEST = 2**63 - 1


def _counted(value: Any) -> Any:
    """JSON knows one kind of number: 2.0 is the whole number 2."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Id = Annotated[int, Field(ge=1, le=BIGGEST), BeforeValidator(_counted)]
Points = Annotated[int, Field(ge=1, le=5), BeforeValidator(_counted)]
Word = Annotated[str, StringConstraints(max_length=60, pattern=SAFE)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=SAFE)]
Said = Annotated[str, StringConstraints(max_length=2000, pattern=SAFE)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z-]+$")]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_]+$")]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]
Handle = Annotated[str, StringConstraints(min_length=32, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]
Photos = Annotated[list[Handle], Field(max_length=9, description="Handles of POST /uploads.")]
# What ninja cannot know: the answer is a picture.
PICTURE: dict[str, Any] = {
    "responses": {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}
}
Whole = Annotated[int, Field(ge=-BIGGEST, le=BIGGEST), BeforeValidator(_counted)]
Value = bool | Whole | float | Said | Annotated[list[Whole | Line], Field(max_length=50)]
Given = Annotated[dict[str, Value], Field(max_length=60)]
Files = Annotated[dict[str, list[Handle]], Field(max_length=20)]

KEY = "idempotency_key"
KeyHeader = Annotated[
    str,
    Header(
        "",
        alias="Idempotency-Key",
        max_length=60,
        pattern=r"^[!-~]*$",
        description="Any word of your own for this one intended act, best a UUID: a repeat within two days is answered "
        "as the first time and does nothing; another request under the same key is refused (422, key_reused).",
    ),
]
MatchHeader = Annotated[
    str,
    Header(
        "",
        alias="If-Match",
        max_length=200,
        pattern=r"^[ -~]*$",
        description="The ETag of the case as you read it: when something happened since, nothing is done (412).",
    ),
]
After = Annotated[str, Query("", max_length=60, pattern=SAFE, description="`next` of the page before; empty to begin.")]
Limit = Annotated[int, Query(30, ge=1, le=100, description="How many at most.")]


class Input(Schema):
    """A body: nothing beside its fields, and nothing of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Page(Schema):
    """A page of a list; `next` is what `after` takes for the following page, empty at the end."""

    next: str = ""


def linked(request: Request, response: HttpResponse, cursor: str) -> str:
    """Say where the next page is in the header Link too."""
    if cursor:
        query = request.GET.copy()
        query["after"] = cursor
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
    return cursor
