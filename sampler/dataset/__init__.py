"""From a folder of recordings to a dataset, its report and its pictures."""
