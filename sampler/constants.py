"""Numbers that several modules share. Every other number stands beside the code that uses it."""

RATE_HZ = 44_100
"""Sample rate of all hits and sounds inside the instrument."""

PEAK_LEVEL = 0.95
"""Absolute sample value of the peak of a normalised sound (-0.45 dBFS)."""

MAX_SOUND_S = 2.0
"""Longest part of a recording that preparation keeps, in seconds."""

SILENCE_LEVEL = 1e-4
"""A recording whose absolute peak is below this (-80 dBFS) counts as silent."""

MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 192_000
MAX_CHANNELS = 8

MODEL_LENGTH_SAMPLES = 16_384
MODEL_PEAK_SAMPLE = 441
"""The frame on which models are compared and which all families but `modal` learn: 0.37 s, peak at 10 ms."""

MAX_TUNE_SEMITONES = 24.0
"""How far the body of a sound may be tuned up or down."""

MAX_SEED = 2**31 - 1

SEED_STRIDE = 97
"""Frames by which consecutive seeds rotate the noise. From 16 on they differ as much as independent noise."""
