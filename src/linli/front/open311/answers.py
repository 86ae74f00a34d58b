"""One content, written as XML or as JSON (Spark convention: lists without their wrappers' items, ids as strings)."""

import json
import re
from typing import Any
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse

MEDIA = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# What a list's items are called in XML.
ITEM = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Fault(Exception):
    """A no in the words of GeoReport: an HTTP status and one sentence; `headers` go with it."""

    def __init__(self, status: int, description: str, **headers: str) -> None:
        super().__init__(description)
        self.status, self.description, self.headers = status, description, headers


def answered(root: str, body: Any, form: str, status: int = 200) -> HttpResponse:
    """`body` as a response; `root` is what its XML begins with."""
    written = _json(body) if form == "json" else _xml(root, body)
    return HttpResponse(written, status=status, content_type=MEDIA[form])


def refused(fault: Fault, form: str) -> HttpResponse:
    """A no as a response: an array of codes and descriptions."""
    told = [{"code": fault.status, "description": fault.description}]
    response = answered("errors", told, form, fault.status)
    for name, value in fault.headers.items():
        response[name.replace("_", "-")] = value
    return response


def wanted(request: HttpRequest, extension: str | None) -> str:
    """xml or json: by the end of the address, else by Accept; XML where nothing is said. Fault(400) for another."""
    if not extension:
        return "json" if request.get_preferred_type(["text/xml", "application/json"]) == "application/json" else "xml"
    if extension not in MEDIA:
        raise Fault(400, f"format {extension} is not offered: xml, json")
    return extension


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


def _xml(root: str, body: Any) -> bytes:
    tree = ElementTree.Element(root)
    _fill(tree, body)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(tree, encoding="utf-8")


def _fill(node: ElementTree.Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _fill(ElementTree.SubElement(node, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(ElementTree.SubElement(node, ITEM[node.tag]), inner)
    elif value is not None:
        node.text = _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else _UNWRITABLE.sub("", str(value))
