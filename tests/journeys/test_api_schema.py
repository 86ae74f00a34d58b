"""The API tried by its own OpenAPI file: what it says is taken is taken, what it says is answered is answered, and
nothing ever breaks it. Each operation is asked by a program that may do everything, in a town with real matters."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from linli.config.api import api
from linli.config.wsgi import application
from tests.journeys.api import secret_for

CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # A rule of the house refuses with 409 what its schema allows; a file may turn out not to be a picture.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "401", "404", "409", "412", "413", "415", "422"]},
        },
        "generation": {"with-security-parameters": False},
        "phases": {"coverage": {"unexpected-methods": ["PUT", "DELETE"]}},
    }
)
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"), config=CONFIG)
schema.app = application


@pytest.fixture
def _one_transaction():
    """The end of a request does not end the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def bearer(town, _one_transaction, settings):
    settings.LINLI_API_A_MINUTE = settings.LINLI_WRITES_A_MINUTE = 10**9
    return secret_for("community")


@schema.parametrize()
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation(case, bearer):
    case.call_and_validate(headers={"Authorization": f"Bearer {bearer}"})
