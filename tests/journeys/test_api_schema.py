"""The API tried by its own OpenAPI file: what it says is taken is taken, what it says is answered is answered, and
nothing ever breaks it. Each operation is asked by a program that may do everything, about matters that are there."""

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from linli.config.api import api
from linli.config.wsgi import application
from tests.journeys.api import Program, secret_for

# What a rule of the house may answer to a request that its schema allows: nothing here, refused, changed, no picture.
TAKEN = ["2xx", "304", "401", "404", "409", "412", "413", "415"]
# The fields of these are those of a form that a pack writes: which fit, the schema cannot say.
BY_FORM = (
    "POST /api/v1/reports",
    "POST /api/v1/cases",
    "POST /api/v1/cases/{number}/acts/{act}",
    "POST /api/v1/rounds/{round_id}/entries",
)
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {"positive_data_acceptance": {"expected-statuses": TAKEN}},
        "operations": [
            {"include-name": name, "checks": {"positive_data_acceptance": {"expected-statuses": [*TAKEN, "422"]}}}
            for name in BY_FORM
        ],
        "generation": {"with-security-parameters": False},
        "phases": {"coverage": {"unexpected-methods": ["PUT", "DELETE"]}},
    }
)
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"), config=CONFIG)
schema.app = application
there: dict[str, str] = {}
WORDS = {"number": r"[0-9A-Za-z-]{1,32}", "token": r"[A-Za-z0-9_-]{1,60}", "code": r"[0-9A-Za-z]{1,60}"}


@schema.hook
def map_path_parameters(context, path_parameters):
    """A word that could be a case, a link or a door is one that is there."""
    for name, pattern in WORDS.items():
        if path_parameters and re.fullmatch(pattern, str(path_parameters.get(name, ""))):
            path_parameters[name] = there.get(name, path_parameters[name])
    return path_parameters


@pytest.fixture
def bearer(front_door, settings):
    """A token, a case, its link and a door; the end of a request does not end the test's transaction."""
    settings.LINLI_API_A_MINUTE = settings.LINLI_WRITES_A_MINUTE = 10**9
    opened = Program().post("/reports", {"door": front_door.code, "text": "灯坏了"}).json()
    there.update({"number": opened["number"], "token": opened["token"], "code": front_door.code})
    secret = secret_for("community")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield secret
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    there.clear()


@schema.parametrize()
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation(case, bearer):
    case.call_and_validate(headers={"Authorization": f"Bearer {bearer}"})
