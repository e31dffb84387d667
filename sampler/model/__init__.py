"""Playing a trained model: its map, the search for a sample's location, and the runtimes of its networks."""
