"""The OpenAPI file: what ninja says of the endpoints, and what is the same for all of them."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from linli.backbone.api.problems import MEDIA, Problem

EVERY = {
    "400": "The request could not be read.",
    "404": "Nothing here for this caller: absent and forbidden answer alike.",
    "405": "This address is not asked in this way.",
    "413": "Too big.",
    "415": "Not a type of content that is taken here.",
    "422": "Something in the request does not fit; `errors` says what.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
}
PRIVATE = {"401": "The token is unknown, expired or revoked, or none was given."}
WRITING = {"409": "Refused by the rules of the house; `code` says by which, `next` what to do."}
READING = {"304": "Not changed since the ETag given in If-None-Match."}
MATCHING = {"412": "Something happened to the case since the ETag given in If-Match."}
METHODS = {"get", "put", "post", "delete", "patch"}


class Plain(JSONRenderer):
    """JSON whose Chinese can be read as it stands."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """An API whose file says every answer of every operation."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The file as it is committed and served."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        components = schema["components"]
        components["schemas"].update(_problem())
        components["responses"] = {}
        for path in schema["paths"].values():
            for method, operation in path.items():
                if method in METHODS:
                    _complete(method, operation, components["responses"])
        return schema


def _problem() -> dict[str, Any]:
    made = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**made.pop("$defs", {}), "Problem": made}


def _complete(method: str, operation: dict[str, Any], shared: dict[str, Any]) -> None:
    """Beside its own answers, the ones an operation shares with others; codes as words, so that no reader stumbles."""
    for parameter in operation.get("parameters", ()):
        # Of a parameter OpenAPI takes examples by name, of a schema in a list.
        if isinstance(parameter.get("examples"), list):
            parameter["example"] = parameter.pop("examples")[0]
    found: dict[str, Any] = {str(code): answer for code, answer in operation["responses"].items()}
    for answer in found.values():
        answer["description"] = _DONE.get(method, "Done.")
    for code, words in _codes(method, operation).items():
        name = f"Answer{code}"
        shared[name] = {"description": words}
        if code != "304":
            shared[name]["content"] = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found[code] = {"$ref": f"#/components/responses/{name}"}
    operation["responses"] = found


_DONE = {"get": "What was asked for.", "post": "Done."}


def _codes(method: str, operation: dict[str, Any]) -> dict[str, str]:
    codes = dict(EVERY) | (PRIVATE if operation.get("security") else {})
    codes |= READING if method == "get" else WRITING
    matches = any(one["name"] == "If-Match" for one in operation.get("parameters", ()))
    return codes | (MATCHING if matches else {})
