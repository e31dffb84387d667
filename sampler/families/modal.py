"""The first drum synthesiser: a variational autoencoder whose decoder plays modes, noise and a transient.

Versions published before `parts` was written are played by it; nothing new trains it.

The synthesiser adds damped modes, filtered noise and a transient. The network sets their physical parameters
and the signal layers make the sound, so it is full-band and free of clicks at every location. The latent has
two dimensions for the map and `detail_size` for the detail.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ
from sampler.families.base import Capabilities, Family

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel

Tensor = Any
TRANSIENT_LEAD = 256
MAP_SIZE = 2
LEGACY_DEFAULTS: dict[str, Any] = {"noise_fft": 256}
"""What artefacts mean that lack these hyper-parameters: earlier versions did not have them."""


def build(hyper: Mapping[str, Any]) -> "MapModel":
    """Encoder: log-mel image -> mean and log-variance. Decoder: latent, detail, tune, shift -> audio.

    With `size` = 2 + detail_size: mean and log-variance (batch, size), latent (batch, 2), detail (batch,
    detail_size), tune in semitones (batch, 1), shift in frames (batch, 1) int32, audio (batch, length). The
    model plays; it has no loss.
    """
    from sampler.nets.signals import NoiseSource
    from sampler.nets.training_model import MapModel

    hyper = LEGACY_DEFAULTS | dict(hyper)
    source = NoiseSource(_noise_frames(hyper), hyper["noise_fft"], _noise_hop(hyper), name="noise_source")
    return MapModel(_encoder(hyper), _decoder(hyper, _core(hyper), source), ())


def _encoder(hyper: Mapping[str, Any]) -> Any:
    import keras

    from sampler.analysis.features import log_mel_shape
    from sampler.nets.layers import dense_stack, gaussian_heads, strided_convolutions

    image = keras.Input((*log_mel_shape(hyper["length_samples"]), 1), name="features")
    hidden = strided_convolutions(image, hyper["encoder_filters"])
    hidden = dense_stack(hidden, (hyper["encoder_units"],), "silu")
    return keras.Model(image, gaussian_heads(hidden, MAP_SIZE + hyper["detail_size"]), name="encoder")


def _location_inputs(hyper: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Latent, detail and tune, as inputs of a network."""
    import keras

    return (
        keras.Input((MAP_SIZE,), name="latent"),
        keras.Input((hyper["detail_size"],), name="detail"),
        keras.Input((1,), name="tune"),
    )


def _core(hyper: Mapping[str, Any]) -> Any:
    """The network and its synthesiser; the noise spectrum that excites the synthesiser is an input."""
    import keras

    from sampler.nets.layers import dense_stack

    latent, detail, tune = _location_inputs(hyper)
    spectrum = keras.Input((_noise_frames(hyper), hyper["noise_fft"] + 2), name="spectrum")
    hidden = keras.layers.Concatenate()([latent, detail])
    hidden = dense_stack(hidden, hyper["decoder_units"], "silu")
    parts = [_modes(hidden, tune, hyper), _noise(hidden, spectrum, hyper), _transient(hidden, hyper)]
    return keras.Model([latent, detail, tune, spectrum], keras.layers.Add(name="audio")(parts), name="core")


def _decoder(hyper: Mapping[str, Any], core: Any, source: Any) -> Any:
    """The network that serves: the core, excited by the stored noise rotated by `shift` frames."""
    import keras

    latent, detail, tune = _location_inputs(hyper)
    shift = keras.Input((1,), dtype="int32", name="shift")
    audio = core([latent, detail, tune, source(shift)])
    return keras.Model([latent, detail, tune, shift], audio, name="decoder")


def _modes(hidden: Tensor, tune: Tensor, hyper: Mapping[str, Any]) -> Tensor:
    from sampler.nets.controls import ModeControls
    from sampler.nets.signals import DampedModes

    controls = ModeControls(hyper["modes"], hyper["bend_range"], name="mode_controls")(hidden, tune)
    return DampedModes(hyper["length_samples"], MODEL_PEAK_SAMPLE, RATE_HZ, name="modes")(controls)


def _noise(hidden: Tensor, spectrum: Tensor, hyper: Mapping[str, Any]) -> Tensor:
    import keras

    from sampler.nets.signals import EnvelopeGains, FilteredNoise

    bands, knots = hyper["noise_bands"], hyper["noise_knots"]
    scores = keras.layers.Dense(hyper["noise_components"], name="noise_scores")(hidden)
    at_knots = keras.layers.Dense(knots * bands, name="noise_log_gains")(scores)
    gains = EnvelopeGains(_noise_frames(hyper), knots, bands, name="noise_gains")(at_knots)
    shape = (hyper["length_samples"], RATE_HZ, bands, hyper["noise_fft"], _noise_hop(hyper))
    return FilteredNoise(*shape, name="noise")(gains, spectrum)


def _noise_hop(hyper: Mapping[str, Any]) -> int:
    """Samples from one frame of noise to the next; each sample lies in four frames."""
    return int(hyper["noise_fft"]) // 4


def _noise_frames(hyper: Mapping[str, Any]) -> int:
    return int(hyper["length_samples"]) // _noise_hop(hyper) + 1


def _transient(hidden: Tensor, hyper: Mapping[str, Any]) -> Tensor:
    import keras

    from sampler.nets.signals import Transient

    scores = keras.layers.Dense(hyper["transient_components"], name="transient_scores")(hidden)
    samples = keras.layers.Dense(
        hyper["transient_samples"], kernel_initializer="zeros", name="transient_samples"
    )(scores)
    return Transient(hyper["length_samples"], MODEL_PEAK_SAMPLE - TRANSIENT_LEAD, name="transient")(samples)


FAMILY = Family(
    rank=0,
    presets=(),
    capabilities=lambda hyper: Capabilities(
        hyper["length_samples"],
        features="log_mel",
        prior="normal",
        detail_size=hyper["detail_size"],
        has_tune=True,
        noise_frames=_noise_frames(LEGACY_DEFAULTS | dict(hyper)),
    ),
    build=build,
)
