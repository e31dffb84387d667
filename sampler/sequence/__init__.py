"""How sequences are written as numbers, and the loops that play them sample by sample, without Keras."""
