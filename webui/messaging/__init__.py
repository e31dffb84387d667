"""Messages between processes, through Redis."""
