"""What plays: a trained model on its map, and the runtimes of its networks."""
