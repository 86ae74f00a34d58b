"""Parts of `linli pack`."""
