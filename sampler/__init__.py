"""The instrument: prepares drum recordings, trains landscapes of them, renders and locates sounds."""
