"""WaveGAN (Donahue, McAuley and Puckette, 2019) whose latent is the map, with an encoder that inverts it.

Generator and critic have five layers of 25 taps and stride 4. The critic has phase shuffle and learns by the
Wasserstein loss with gradient penalty. Latents are uniform from -1 to 1: two are the map, `detail_size` more
are the detail. The generator upsamples by nearest neighbour; `"upsampling": "transposed"` is the published
network, which sounds bit-crushed. The encoder learns which latent each generated sound came from.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.families.base import Capabilities, Family, Preset

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel


def build(hyper: Mapping[str, Any]) -> "MapModel":
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

    from sampler.analysis.features import log_mel_shape
    from sampler.nets.layers import dense_stack, strided_convolutions

    image = keras.Input((*log_mel_shape(hyper["length_samples"]), 1), name="features")
    hidden = strided_convolutions(image, hyper["encoder_filters"])
    hidden = dense_stack(hidden, (hyper["encoder_units"],), "silu")
    # bounded as the latents are, so that no recording lies beyond them
    latent = keras.layers.Dense(2 + hyper["detail_size"], activation="tanh")(hidden)
    return keras.Model(image, latent, name="encoder")


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


def compile_players(model: "MapModel", preset: Preset) -> None:
    """Give generator, critic and encoder their optimisers, and the model its two-player step."""
    from sampler.steps.two_players import compile_two_players

    compile_two_players(model, preset.learning_rate)


FAMILY = Family(
    rank=40,
    presets=(
        Preset(
            name="wavegan",
            description="WaveGAN on a two-dimensional map: sharp attacks, an uneven map, hours of training",
            epochs=3000,
            hyper={
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
            },
            small={
                "length_samples": 4096,
                "channels": (2, 3, 4, 5, 6),
                "critic_steps": 2,
                "encoder_filters": (2, 3, 4, 5),
                "encoder_units": 8,
            },
            steps_per_s=1.7,
            title="Two networks in a contest",
            plain="One network makes sounds, another tells them from recordings. Sharp attacks, an uneven "
            "map, and it takes many hours.",
            learning_rate=1e-4,
            schedule="constant",
        ),
    ),
    capabilities=lambda hyper: Capabilities(
        hyper["length_samples"], features="log_mel", detail_size=hyper["detail_size"], prior="uniform"
    ),
    build=build,
    compile=compile_players,
)
