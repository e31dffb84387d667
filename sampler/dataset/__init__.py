"""Make a dataset, its report and its pictures from a folder of recordings."""
