"""Keras layers, losses and signal generators that families share. Only `keras.ops`, so any backend."""
