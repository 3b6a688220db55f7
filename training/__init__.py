"""How the embedded weights are made: treebanks read, converted to spaCy's English scheme, trained on."""
