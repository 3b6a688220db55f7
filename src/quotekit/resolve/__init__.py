"""What was found, joined: quotes from their parts, and speakers from their mentions."""
