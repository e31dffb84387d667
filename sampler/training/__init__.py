"""From a dataset to trained weights in a run directory, with checkpoints, progress and a budget."""
