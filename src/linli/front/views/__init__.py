"""Views of the pages that join domains: thin, each reads input, asks once, answers."""
