"""How a release is built and checked; not part of the package."""
