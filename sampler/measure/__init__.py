"""Measuring models: distances, map quality, comparison, and the tests that a version has to pass."""
