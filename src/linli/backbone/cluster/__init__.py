"""A private PostgreSQL that runs by itself: data in one folder, reached through a unix socket only.

Standard library only, and importable without Django. Several processes share one cluster; it stops when the
last of them is gone, however it went. A keeper process starts the server, starts it again after a crash and
stops it at the end.
"""

from __future__ import annotations

from linli.backbone.cluster.binaries import Binaries, find_binaries
from linli.backbone.cluster.errors import ClusterError
from linli.backbone.cluster.holding import Held, hold, running_cluster

__all__ = ["Binaries", "ClusterError", "Held", "find_binaries", "hold", "running_cluster"]
