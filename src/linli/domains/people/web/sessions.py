"""Where sessions are kept: Django's own table and format, read with the account behind them in one statement."""

from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db

from linli.domains.people.queries import SessionRead, session_read


@lru_cache(maxsize=2048)
def _opened(data: str) -> dict[str, Any]:
    """What signed session data says: it always says the same, so the signature is proven once."""
    return db.SessionStore().decode(data)


class SessionStore(db.SessionStore):
    """A session that, once read, knows the account it was last seen with: `read`."""

    read: SessionRead | None = None

    def load(self) -> dict[str, Any]:
        self.read = session_read(self.session_key)
        if self.read is None:
            self._session_key = None
            return {}
        return {**_opened(self.read.data)}
