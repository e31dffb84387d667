"""What processes tell each other through Redis."""
