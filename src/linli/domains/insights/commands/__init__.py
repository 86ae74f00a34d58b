"""Every write of insights."""

from linli.domains.insights.commands.locks import lock_period

__all__ = ["lock_period"]
