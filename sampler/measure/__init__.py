"""How good a model is: distances, coverage, comparison and what a version has to pass."""
