"""Instruments for hardware and software samplers, as SFZ text (https://sfzformat.com)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

LAYOUTS = ("round-robin", "velocity")
SOFTEST, LOUDEST = 1, 127

GENERAL_MIDI_KEYS = {"kick": 36, "snare": 38, "clap": 39, "hat": 42, "tom": 45, "crash": 49, "ride": 51}
OTHER_KEY = 60


def drum_key(name: str) -> int:
    """The key of a drum of this name in the General MIDI drum map; middle C for others."""
    return next((key for drum, key in GENERAL_MIDI_KEYS.items() if drum in name), OTHER_KEY)


def velocity_layers(count: int) -> list[tuple[int, int]]:
    """Divide the velocities 1 to 127 into `count` (at most 127) ranges; both ends are included."""
    edges = [SOFTEST + LOUDEST * layer // count for layer in range(count + 1)]
    return [(low, after - 1) for low, after in pairwise(edges)]


def sfz_text(files: Sequence[str], *, title: str, key: int, layout: str) -> str:
    """SFZ text for one key that plays `files`, which lie beside the text.

    With the layout "round-robin" they play in turn, with "velocity" from softest to loudest. Uses opcodes of
    SFZ 1 only, which every sampler reads.
    """
    turns = f" seq_length={len(files)}" if layout == "round-robin" else ""
    head = [f"// {title}", "", f"<group> key={key} pitch_keycenter={key} loop_mode=one_shot{turns}", ""]
    regions = zip(_choices(len(files), layout), files, strict=True)
    return "\n".join([*head, *(f"<region> {choice} sample={file}" for choice, file in regions), ""])


def _choices(count: int, layout: str) -> Iterator[str]:
    """The opcodes that say when each region sounds."""
    if layout == "round-robin":
        yield from (f"seq_position={turn}" for turn in range(1, count + 1))
    else:
        yield from (f"lovel={low} hivel={high}" for low, high in velocity_layers(count))
