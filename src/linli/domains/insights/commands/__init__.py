"""Every write of insights."""

from linli.domains.insights.commands.keys import make_wall_key, revoke_wall_key

__all__ = ["make_wall_key", "revoke_wall_key"]
