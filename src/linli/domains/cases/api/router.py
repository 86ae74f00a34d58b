"""One router for the domain: what reads and what acts share addresses."""

from ninja import Router

from linli.backbone.api.callers import acting, reading

router = Router(tags=["cases"])
SEEING = reading("read", "act")
DOING = acting("act")
