"""Template tags of the design system: small, escaped, quick enough to stand in loops."""

from django import template

from linli.ui import drawing
from linli.ui.parts import fields, marks, times, work

register = template.Library()

for part in (marks, times, work, fields):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
register.simple_tag(drawing.spark)
