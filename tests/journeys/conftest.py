"""The demo town for stories across domains."""

import pytest


@pytest.fixture
def town(db):
    """The demo town, loaded at a fixed moment."""
    from tests.support import town

    town.load()
    return town


@pytest.fixture
def front_door(town):
    """The door the guided tour starts at."""
    return town.front_door()


@pytest.fixture
def who(town):
    """Actors by the demo's user names."""
    return town.actor_for
