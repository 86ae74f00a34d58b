"""Pure helpers: no Django, no clock, no random, no input or output."""
