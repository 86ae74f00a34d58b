"""The registers: bodies with what they cover, pairings with their log, public cards, compounds."""
