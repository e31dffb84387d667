"""Keras layers, losses and signal generators that families share. Only `keras.ops`: they run on any backend."""
