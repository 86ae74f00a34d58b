"""What is counted of cases: the additive columns of their figures."""

MEASURES = (
    "received",
    "closed",
    "direct",
    "due",
    "on_time",
    "signed",
    "signed_on_time",
    "sign_minutes",
    "valid",
    "contacted",
    "solved",
    "satisfied",
    "redo",
    "returned",
    "extended",
    "suspended",
    "declined",
    "merged",
    "excluded",
    "whistles",
    "calls",
    "arrived",
    "arrived_on_time",
    "arrive_minutes",
    "called_scores",
    "called_points",
    "caller_scores",
    "caller_points",
)
# What is taken back for a case that is left out of the assessment (剔除).
ASSESSED = ("due", "on_time", "valid", "contacted", "solved", "satisfied")
