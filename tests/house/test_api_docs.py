"""The curls of the documentation lead somewhere: each asks an address of the OpenAPI file in a way it is asked."""

import json
import re
from pathlib import Path

import pytest

from linli.config.cli.api import BASE, JOBS, curl

FILE = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))


def operation(job):
    method = {"UPLOAD": "post"}.get(job.method, job.method.lower())
    path = f"{BASE}{job.path.partition('?')[0]}"
    for known, found in FILE["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(known))
        if method in found and re.fullmatch(pattern, path) and ("{" in known or known == path):
            return found[method]
    return None


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.english)
def test_a_curl_asks_what_there_is(job):
    found = operation(job)
    assert found is not None, job.path
    assert bool(found.get("security")) == job.token
    named = {one["name"] for one in found.get("parameters", ())}
    assert {part.partition("=")[0] for part in job.path.partition("?")[2].split("&") if part} <= named
    if job.body is not None:
        shape = found["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert set(job.body) <= set(FILE["components"]["schemas"][shape]["properties"])
    assert curl(job, "http://x", "lk_1").startswith("curl ")


def test_every_operation_says_what_it_is():
    operations = [one for path in FILE["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations) >= 40
    for one in operations:
        assert one["summary"]
        assert one["description"]
        assert {"404", "422", "429"} <= set(one["responses"])
        assert ("401" in one["responses"]) == bool(one.get("security"))
