"""What the text and its parse show: marks, cues, contents, sources. These do not import each other."""
