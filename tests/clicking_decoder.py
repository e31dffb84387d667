"""Write a decoder that clicks at every position of the map: `python tests/clicking_decoder.py FILE`."""

import sys

import keras
import numpy as np

LENGTH, PEAK = 32_768, 441
CLICKS = (3000, 6000, 9000)


def sound() -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """A tone that dies away, and three samples that do not belong to it."""
    seconds = np.maximum(np.arange(LENGTH) - PEAK, 0) / 44_100
    tone = np.cos(2 * np.pi * 200 * seconds) * np.exp(-seconds / 0.1) * (np.arange(LENGTH) >= PEAK)
    tone[list(CLICKS)] += 0.5
    return tone.astype(np.float32)


if __name__ == "__main__":
    latent = keras.Input((2,), name="latent")
    layer = keras.layers.Dense(LENGTH)
    decoder = keras.Model(latent, layer(latent))
    layer.set_weights([np.zeros((2, LENGTH), np.float32), sound()])
    decoder.export(sys.argv[1], format="litert", verbose=False)
