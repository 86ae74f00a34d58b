"""Tables that follow from what other domains keep: issues with their messages."""
