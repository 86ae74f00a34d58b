"""What insights keep."""

from linli.domains.insights.models.keys import WallKey

__all__ = ["WallKey"]
