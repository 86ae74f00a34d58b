"""Forms of venues; the pages stand with those of the other registers."""
