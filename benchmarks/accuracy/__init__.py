"""How accurate the installed package is on PolNeAR, beside its peers: ``python -m benchmarks.accuracy``."""
