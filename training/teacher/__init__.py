"""A large tagger, parser and sentence splitter that labels raw text for the small student."""
