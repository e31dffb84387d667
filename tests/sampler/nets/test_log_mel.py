"""The log-mel image inside a graph is the one that dropped samples are read as."""

import numpy as np
from keras import ops

from sampler.analysis.features import log_mel_image as read_as
from sampler.nets.log_mel import log_mel_image
from tests.synthetic import drum


def test_it_is_the_feature_that_serves() -> None:
    drums = np.stack([np.pad(drum(seed), (0, 8192))[:16_384] for seed in range(4)])
    for level in (1.0, 0.01):
        np.testing.assert_allclose(
            ops.convert_to_numpy(log_mel_image(level * drums)), read_as(level * drums), atol=1e-3
        )
