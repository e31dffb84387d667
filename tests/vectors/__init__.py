"""What Python answers to fixed inputs, as JSON, so that JavaScript is held to the same answers."""
