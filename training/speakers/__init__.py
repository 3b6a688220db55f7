"""The ranker of speakers: what it learns from, how it is fitted, and how good it is on articles left out."""
