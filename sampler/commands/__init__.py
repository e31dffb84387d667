"""One module per sub-command of `python -m sampler`. Each adds its arguments and runs one library call."""
