"""The player of a model: its decoder and the finishing of its sounds in one network."""

import keras

from sampler.nets.finishing import FinishedSound

NORM = "norm"


def build_player(decoder: keras.Model, peak_sample: int, *, batch: int | None = None) -> keras.Model:
    """A network from the decoder's inputs and `norm` (batch, 1) to finished sounds (batch, length).

    `batch` fixes the number of rows; None leaves it open.
    """
    given = [
        keras.Input((*tensor.shape[1:],), batch, dtype=tensor.dtype, name=tensor.name)
        for tensor in decoder.inputs
    ]
    norm = keras.Input((1,), batch, name=NORM)
    raw = decoder(given if len(given) > 1 else given[0])
    finished = FinishedSound(decoder.output_shape[1], peak_sample, name="finished")
    return keras.Model([*given, norm], finished(raw, norm), name="player")
