"""The ways out: JSON, a table for the terminal, a web page."""
