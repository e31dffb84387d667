"""The pitch of a drum's body: the partial that is heard as its note, how clear it is, and how it glides.

A bank of complex Gaussian wavelets, a quarter tone apart, shows the partials. Each wavelet is about a period
long, so that a glide is followed. The body is a partial that stays loud, the lowest of those about as loud.
Its frequency is the derivative of phase along its ridge (Delprat et al., 1992), taken at the time where the
energy under the wavelet lies (reassignment, Auger and Flandrin, 1995): so it has no bins, and it is right
near the stroke.
`docs/pitch.md` compares it with other estimators on real drums.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.harmonic import harmonic_of
from sampler.analysis.wavelets import (
    BANDS_PER_OCTAVE,
    BANK,
    HOP_S,
    LEAD_SAMPLES,
    SECONDS,
    SPECTRUM_SAMPLES,
    Doubles,
    Image,
    Indices,
    wavelet_image,
)
from sampler.constants import RATE_HZ, SILENCE_LEVEL

Floats = NDArray[np.float32]

KEPT_S = 0.4

BODY_S, RING_S, GLIDE_S = (0.01, 0.15), (0.03, 0.2), (0.02, 0.05, 0.1)
"""After the peak: where shares of energy are measured, where a note is heard, when a glide is given."""

FAINTEST_DB, TILT_DB, TILT_FROM_HZ = 15.0, 6.0, 60.0
"""A body is at most 15 dB below the loudest partial. It may be 6 dB fainter for every octave that it is
lower, down to 60 Hz: below that the ear is less sensitive."""

LOWER_DB, VALLEY_DB, VALLEY_BANDS = 13.0, 4.0, 24
"""A lower partial is preferred if it is at most so much fainter, tilt included, and a valley is around it."""

CLEAR, CLEAR_INSTEAD = 0.55, 0.85
"""Least clarity of a pitch: of the likeliest partial, and of the two that may replace it."""

DEAD_POWER = 1e-3
"""Below this share of its greatest power, -30 dB, a partial does not count any more."""

WAVER, SHARE, SHARE_OF_ALL, PERIODS, LASTING = 0.3, 0.3, 0.08, 3.0, 0.003
FALL_TIMES_S = np.geomspace(0.005, 0.16, 11)
STIFFNESS = 1e-3
"""Regularises the fit: without evidence of a fall, a glide stays flat."""


class Glide(NamedTuple):
    """f(t) = settled_hz * 2 ** (fall_octaves * exp(-t / fall_s)), t in seconds after the peak."""

    settled_hz: float
    fall_octaves: float
    fall_s: float

    def hz(self, seconds: float | Doubles) -> Doubles:
        """Frequency at `seconds` after the peak, of the same shape."""
        fall = self.fall_octaves * np.exp(-np.maximum(seconds, 0) / self.fall_s)
        return np.asarray(self.settled_hz * 2**fall)


class BodyPitch(NamedTuple):
    """The note of one sound."""

    hz: float
    """The note: median frequency, weighted with the body's amplitude, 30 to 200 ms after the peak."""
    clarity: float
    """From `CLEAR` to 1; a lone partial that lasts has 1."""
    glide: Glide
    glide_hz: tuple[float, float, float]
    """Frequency 20, 50 and 100 ms after the peak."""


class Ridge(NamedTuple):
    """A partial followed through time; every field has a value a frame, (frames,)."""

    band: Indices
    seconds: Doubles
    """Time after the peak at which the energy in a frame lies."""
    hz: Doubles
    power: Doubles


BODY, RINGING = ((span[0] <= SECONDS) & (span[1] > SECONDS) for span in (BODY_S, RING_S))


def body_pitch(sound: Floats) -> BodyPitch | None:
    """Pitch of (L,) at `RATE_HZ`, peak and level anywhere, L > 0. None where no note is clear.

    Noise, claps and clicks have none, nor have sounds shorter than three of their periods.
    """
    placed = _placed(sound)
    found = None if placed is None else _clear(_candidates(placed))
    if placed is None or found is None:
        return None
    return _lowered(found, harmonic_of(placed[LEAD_SAMPLES:], found.hz))


def likeliest_partial(sound: Floats) -> BodyPitch | None:
    """The partial of (L,) that `body_pitch` hears, or the likeliest one where none is clear.

    It is always a partial of the sound, never a note whose harmonics alone sound. None where nothing follows
    the peak.
    """
    placed = _placed(sound)
    candidates = [] if placed is None else _candidates(placed)
    return _clear(candidates) or (candidates[0] if candidates else None)


def _candidates(placed: Doubles) -> list[BodyPitch]:
    """At most three partials, the likeliest body first."""
    image = wavelet_image(placed)
    return [_measure(placed, image, band) for band in _likely_bands(image.power)]


def _clear(candidates: list[BodyPitch]) -> BodyPitch | None:
    for rank, pitch in enumerate(candidates):
        if pitch.clarity >= (CLEAR_INSTEAD if rank else CLEAR):
            return pitch
    return None


def _lowered(pitch: BodyPitch, harmonic: int) -> BodyPitch:
    if harmonic == 1:
        return pitch
    first, second, third = (hz / harmonic for hz in pitch.glide_hz)
    glide = pitch.glide._replace(settled_hz=pitch.glide.settled_hz / harmonic)
    return pitch._replace(hz=pitch.hz / harmonic, glide=glide, glide_hz=(first, second, third))


def _placed(sound: Floats) -> Doubles | None:
    """(SPECTRUM_SAMPLES,) with the peak, made 1, at `LEAD_SAMPLES`; None when nothing follows it."""
    peak = int(np.argmax(np.abs(sound)))
    level = float(np.abs(sound[peak]))
    if level < SILENCE_LEVEL:
        return None
    kept = sound[max(0, peak - LEAD_SAMPLES) : peak + round(KEPT_S * RATE_HZ)]
    placed = np.zeros(SPECTRUM_SAMPLES)
    start = LEAD_SAMPLES - min(peak, LEAD_SAMPLES)
    placed[start : start + len(kept)] = kept / level
    lasting = np.square(_body_part(placed)).sum() / np.square(placed).sum()
    return placed if lasting > LASTING else None


def _body_part(placed: Doubles) -> Doubles:
    start, stop = (LEAD_SAMPLES + round(second * RATE_HZ) for second in BODY_S)
    return placed[start:stop]


def _likely_bands(power: Doubles) -> list[int]:
    """Bands of at most three partials, the likeliest body first."""
    loud_db = 20 * np.log10(np.sqrt(power[:, RINGING]).mean(1) + 1e-9)
    inner = loud_db[1:-1]
    peaks = np.flatnonzero((inner > loud_db[:-2]) & (inner >= loud_db[2:])) + 1
    if not len(peaks):
        return []
    peaks = peaks[loud_db[peaks] >= loud_db[peaks].max() - FAINTEST_DB]
    tilted = loud_db - TILT_DB * np.log2(np.maximum(BANK.hz, TILT_FROM_HZ))
    ranked = peaks[np.argsort(-tilted[peaks], kind="stable")].tolist()
    first = _lowest_alike(loud_db, tilted, peaks, ranked[0])
    return [first, *(band for band in ranked if band != first)][:3]


def _lowest_alike(loud_db: Doubles, tilted: Doubles, peaks: Indices, best: int) -> int:
    """The lowest of `peaks` that is about as loud as band `best` and stands apart from it."""
    for band in map(int, peaks[peaks < best]):
        left = loud_db[max(0, band - VALLEY_BANDS) : band + 1].min()
        valley = max(left, loud_db[band : best + 1].min())
        if tilted[band] > tilted[best] - LOWER_DB and loud_db[band] - valley >= VALLEY_DB:
            return band
    return best


def _measure(placed: Doubles, image: Image, band: int) -> BodyPitch:
    ridge = _ridge(image, _track(image.power, band))
    glide, curve_hz = _fit(ridge)
    hz = _heard_hz(ridge)
    clarity = _clarity(placed, image, ridge, curve_hz, hz)
    first, second, third = glide.hz(np.array(GLIDE_S)).tolist()
    return BodyPitch(hz, clarity, glide, (first, second, third))


def _heard_hz(ridge: Ridge) -> float:
    """Median over the amplitude while the partial rings, or over all of it where it has ended by then."""
    ringing = RINGING & (ridge.power > DEAD_POWER * ridge.power.max())
    return _weighted_median(ridge.hz, np.sqrt(ridge.power) * ringing if ringing.any() else ridge.power)


def _track(power: Doubles, band: int) -> Indices:
    """Bands (frames,) of the partial that `band` has where it is loudest, followed from there both ways."""
    start = int(np.where(RINGING, power[band], 0).argmax())
    track = np.empty(power.shape[1], np.int64)
    track[start] = _climb(power[:, start], band)
    for frame in range(start + 1, len(track)):
        track[frame] = _climb(power[:, frame], track[frame - 1])
    for frame in range(start - 1, -1, -1):
        track[frame] = _climb(power[:, frame], track[frame + 1], most=3)  # backwards, a glide rises fast
    return track


def _climb(column: Doubles, band: int, most: int = 2) -> int:
    """The next maximum of `column` (bands,) from `band`, at most so many bands away."""
    for _ in range(most):
        low = max(0, band - 1)
        higher = low + int(column[low : band + 2].argmax())
        if higher == band:
            break
        band = higher
    return band


def _ridge(image: Image, track: Indices) -> Ridge:
    frames = np.arange(len(track))
    waves, power = image.waves[track, frames], image.power[track, frames] + 1e-20
    flow = image.flow[track, frames] * np.conj(waves) / power
    hz = np.clip(flow.real, 0.8 * BANK.hz[track], 1.25 * BANK.hz[track])
    seconds = np.clip(SECONDS - 2 * np.pi * flow.imag * BANK.sigma_s[track] ** 2, 0, KEPT_S)
    return Ridge(track, seconds, hz, power)


def _fit(ridge: Ridge) -> tuple[Glide, Doubles]:
    """The glide nearest to a ridge, and frequencies (frames,) of a curve that may drift on as well."""
    octaves, weights = np.log2(ridge.hz), ridge.power * (RING_S[1] > SECONDS)
    falls = np.exp(-ridge.seconds / FALL_TIMES_S[:, None])
    columns = np.stack(
        [np.ones_like(falls), falls, np.broadcast_to(ridge.seconds / RING_S[1], falls.shape)], 2
    )
    plain, _, best = _least_squares(columns[:, :, :2], octaves, weights)
    _, drifting, _ = _least_squares(columns, octaves, weights)
    return Glide(float(2 ** plain[0]), float(plain[1]), float(FALL_TIMES_S[best])), 2**drifting


def _least_squares(columns: Doubles, values: Doubles, weights: Doubles) -> tuple[Doubles, Doubles, int]:
    """Of models (m, n, k) the coefficients (k,), the values (n,) and the index of the one nearest to (n,)."""
    weighted = columns * weights[:, None]
    normal = weighted.swapaxes(1, 2) @ columns
    size = normal.shape[1]
    normal[:, range(1, size), range(1, size)] += STIFFNESS * weights.sum()
    coefficients = np.linalg.solve(normal, (weighted.swapaxes(1, 2) @ values)[..., None])
    fitted = (columns @ coefficients)[..., 0]
    best = int(((fitted - values) ** 2 @ weights).argmin())
    return np.asarray(coefficients[best, :, 0]), np.asarray(fitted[best]), best


def _weighted_median(values: Doubles, weights: Doubles) -> float:
    order = np.argsort(values)
    sums = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(sums, sums[-1] / 2)])


def _clarity(placed: Doubles, image: Image, ridge: Ridge, curve_hz: Doubles, hz: float) -> float:
    """0 to 1: steady against the noise of its band, a good share of the sound, several periods long."""
    spread_hz = 1 / (2 * np.pi * BANK.sigma_s[ridge.band])
    early = ridge.power * (RING_S[1] > SECONDS)
    waver = float(np.average(np.abs(ridge.hz - curve_hz) / spread_hz, weights=early))
    near = np.abs(np.arange(len(BANK.hz))[:, None] - ridge.band) <= BANDS_PER_OCTAVE // 4
    share = float((image.power * near)[:, BODY].sum() / image.power[:, BODY].sum())
    of_all = float(ridge.power[BODY].mean() / (2 * np.square(_body_part(placed)).mean() + 1e-20))
    periods = float(hz * HOP_S * np.sqrt(ridge.power).sum() ** 2 / ridge.power.sum())
    parts = (share / SHARE) ** 0.5, of_all / SHARE_OF_ALL, periods / PERIODS
    steadiness = 1 - waver / (WAVER * max(1.0, 2 * share))  # a lone line may waver more than one among others
    return max(0.0, steadiness) * math.prod(min(1.0, part) for part in parts)
