"""All processes of the instrument on one machine, under one supervisor in the foreground."""
