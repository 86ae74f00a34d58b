"""What joins domains over HTTP: residents' reports, uploads, one's own seats and duties, figures, the pack in
force, webhooks."""

from linli.front.api.figures import router as figures
from linli.front.api.hooks import router as hooks
from linli.front.api.own import router as own
from linli.front.api.residents import router as residents

ROUTERS = (residents, own, figures, hooks)
