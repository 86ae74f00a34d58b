"""What is counted of routines: the additive columns of their figures."""

MEASURES = ("due", "done", "late", "missed", "entries", "problems")
