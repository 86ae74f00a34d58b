"""Webhooks: what happened is sent, signed, to other systems' addresses; tried again, given up where all can see it."""
