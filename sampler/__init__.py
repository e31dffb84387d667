"""The instrument: prepares drum recordings, trains landscapes of them, renders and locates sounds."""

__version__ = "0.1.0"
