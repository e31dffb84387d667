"""WaveGAN (Donahue, McAuley and Puckette, 2019) whose latent is the map, and an encoder for its places.

Generator and critic of five layers with 25 taps and stride 4, phase shuffle, Wasserstein loss with gradient
penalty. Latents are uniform from -1 to 1: two of them are the map, `detail_size` more are the detail. The
generator upsamples by nearest neighbour; `"upsampling": "transposed"` is the published one, which is known
for its bit-crushed sound. The encoder learns from the generator's own sounds where they came from.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.families.base import Capabilities, Family, Preset

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel

HYPER: dict[str, Any] = {
    "length_samples": MODEL_LENGTH_SAMPLES,
    "detail_size": 0,
    "channels": (16, 32, 64, 128, 256),
    "kernel_size": 25,
    "stride": 4,
    "upsampling": "nearest",
    "phase_shuffle": 2,
    "penalty_weight": 10.0,
    "critic_steps": 5,
    "encoder_filters": (16, 32, 48, 64),
    "encoder_units": 64,
    "input_noise": 0.1,
    "onset_weight": 0.1,
}


def build(hyper: Mapping[str, Any]) -> "TrainingModel":
    """Encoder: log-mel image -> (batch, 2 + detail). Decoder: latent, detail if any -> (batch, length)."""
    from sampler.nets.adversarial import AdversarialModel
    from sampler.nets.losses import spectral_and_onset_distance

    return AdversarialModel(
        _encoder(hyper),
        _generator(hyper),
        _critic(hyper),
        distance=spectral_and_onset_distance(hyper["onset_weight"]),
        penalty_weight=hyper["penalty_weight"],
        critic_steps=hyper["critic_steps"],
        input_noise=hyper["input_noise"],
    )


def _encoder(hyper: Mapping[str, Any]) -> Any:
    import keras

    from sampler.audio.features import log_mel_shape
    from sampler.nets.layers import dense_stack, strided_convolutions

    image = keras.Input((*log_mel_shape(hyper["length_samples"]), 1), name="features")
    hidden = strided_convolutions(image, hyper["encoder_filters"])
    hidden = dense_stack(hidden, (hyper["encoder_units"],), "silu")
    # bounded as the latents are, so that no recording lies beyond them
    place = keras.layers.Dense(2 + hyper["detail_size"], activation="tanh")(hidden)
    return keras.Model(image, place, name="encoder")


def _generator(hyper: Mapping[str, Any]) -> Any:
    import keras

    from sampler.nets.convolutions import upsampled_waveform

    inputs = [keras.Input((2,), name="latent")]
    if hyper["detail_size"]:
        inputs.append(keras.Input((hyper["detail_size"],), name="detail"))
    hidden = keras.layers.Concatenate()(inputs) if len(inputs) > 1 else inputs[0]
    made = upsampled_waveform(
        hidden,
        hyper["channels"][::-1],
        hyper["kernel_size"],
        hyper["stride"],
        hyper["length_samples"],
        transposed=_is_transposed(hyper["upsampling"]),
    )
    audio = keras.layers.Activation("tanh", name="audio")(made)
    return keras.Model(inputs if len(inputs) > 1 else inputs[0], audio, name="decoder")


def _is_transposed(upsampling: str) -> bool:
    if upsampling not in {"nearest", "transposed"}:
        raise ValueError(f"upsampling is nearest or transposed, not {upsampling}")
    return upsampling == "transposed"


def _critic(hyper: Mapping[str, Any]) -> Any:
    import keras

    from sampler.nets.convolutions import strided_waveform_convolutions

    audio = keras.Input((hyper["length_samples"],), name="audio")
    hidden = strided_waveform_convolutions(
        audio, hyper["channels"], hyper["kernel_size"], hyper["stride"], hyper["phase_shuffle"]
    )
    return keras.Model(audio, keras.layers.Dense(1, name="score")(hidden), name="critic")


FAMILY = Family(
    name="wavegan",
    presets=(
        Preset(
            "wavegan",
            "wavegan",
            "WaveGAN on a two-dimensional map: sharp attacks, an uneven map, hours of training",
            epochs=3000,
            hyper=HYPER,
            title="Two networks in a contest",
            plain="One network makes sounds, another tells them from recordings. Sharp attacks, an uneven "
            "map, and it takes many hours.",
            learning_rate=1e-4,
            schedule="constant",
        ),
    ),
    capabilities=lambda hyper: Capabilities("log_mel", detail_size=hyper["detail_size"], prior="uniform"),
    build=build,
)
