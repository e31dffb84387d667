"""Networks that train on recordings: what they share, and one file per network."""
