"""Train steps: how one batch changes a model's weights. Unlike `sampler.nets`, this may use TensorFlow."""
