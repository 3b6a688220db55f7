"""How the labeller's weights are made: parses, a teacher, word vectors, soft targets, the student."""
