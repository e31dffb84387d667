"""What the house rules say of sizes, measured over the tracked code."""
