"""The arguments with which Keras's `fit` reads arrays in memory."""

from typing import Any

import keras

from sampler.families.base import Arrays

VALIDATION_BATCH = 64
READY = 2
"""Batches that are made ready while a step is computed."""


def fit_inputs(training: Arrays, validation: Arrays, batch_size: int) -> dict[str, Any]:
    """Arguments for `fit`: batches (batch_size, ...) of `training`, shuffled in every epoch, and
    `validation`.

    Given arrays, Keras makes a dataset that tunes itself, which sometimes stops a training for up to a
    minute: TensorFlow's tuner sleeps twice as long each time, may miss the end of its epoch, and the next
    epoch waits until it wakes.
    """
    if keras.backend.backend() == "tensorflow":
        return {
            "x": _dataset(training, batch_size, shuffle=True),
            "shuffle": False,  # the dataset does
            "validation_data": _dataset(validation, VALIDATION_BATCH, shuffle=False),
        }
    return array_inputs(training, validation, batch_size)


def array_inputs(training: Arrays, validation: Arrays, batch_size: int) -> dict[str, Any]:
    """The same arguments, with the batches left to Keras."""
    return {
        "x": dict(training),
        "batch_size": batch_size,
        "validation_data": (dict(validation),),
        "validation_batch_size": VALIDATION_BATCH,
    }


def _dataset(arrays: Arrays, batch_size: int, *, shuffle: bool) -> Any:
    import tensorflow as tf

    count = len(arrays["audio"])
    with tf.device("CPU"):
        kept = {name: tf.convert_to_tensor(array) for name, array in arrays.items()}
    indices = tf.data.Dataset.range(count)
    indices = indices.shuffle(count) if shuffle else indices
    batches = indices.batch(batch_size).map(
        lambda chosen: {name: tf.gather(array, chosen) for name, array in kept.items()}
    )
    return made_ready(batches)


def made_ready(batches: Any) -> Any:
    """A `tf.data.Dataset` with `READY` elements made ahead, which does not tune itself, see `fit_inputs`."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False
    return batches.prefetch(READY).with_options(options)
