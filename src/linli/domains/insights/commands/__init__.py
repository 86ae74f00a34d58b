"""Every write of insights."""

from linli.domains.insights.commands.keys import make_wall_key, revoke_wall_key
from linli.domains.insights.commands.locks import lock_period

__all__ = ["lock_period", "make_wall_key", "revoke_wall_key"]
