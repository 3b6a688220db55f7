"""How the similarity of statements is made: word lists, examples, network."""
