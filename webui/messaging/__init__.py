"""What processes send each other through Redis."""
