"""Long work: what a request cannot wait for is done in steps, seen, cancelled between two, and taken up again."""
