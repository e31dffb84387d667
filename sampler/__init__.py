"""The instrument as a library: prepare drum recordings, train models, render sounds, locate samples."""

__version__ = "0.1.0"
