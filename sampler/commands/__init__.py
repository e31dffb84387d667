"""One module per sub-command of `python -m sampler`: each adds its arguments and runs one library call."""
