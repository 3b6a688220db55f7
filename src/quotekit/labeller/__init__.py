"""The learned part of finding: cue heads, and what of the words around each is source and content."""
