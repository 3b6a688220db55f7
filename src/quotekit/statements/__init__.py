"""Which quotes render the same statement. Works on records alone."""
