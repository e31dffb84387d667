"""Sounds and locations for producers. Decode and ingest workers make them; the web waits."""

import json
from dataclasses import dataclass

from sampler.audio.options import RenderOptions
from webui.addresses import Location, SoundAddress
from webui.messaging import jobs, replies, vitals
from webui.messaging.admission import admitted_search
from webui.selectors.models import model_played, models_live


def sound_render(*, address: SoundAddress) -> bytes:
    """The WAV at the address of a version that exists. Raises BadValue or NoWorker."""
    deadline = jobs.deadline()
    with vitals.timed_sound():
        key = jobs.ask_sound(address.model, address.version, address.parameters())
        return replies.receive(key, deadline)


def sound_pitch(*, address: SoundAddress) -> float | None:
    """The note in Hz at the location of an address, without tune; None where no note is clear.

    Raises BadValue or NoWorker.
    """
    deadline = jobs.deadline()
    key = jobs.ask_pitch(address.model, address.version, address.location.parameters())
    hz: float | None = json.loads(replies.receive(key, deadline))
    return hz


@dataclass(frozen=True)
class Located:
    """The location of a sample on a map.

    `heard_db` is the audible distance between the sample and the sound at `address`. `outside`: it is larger
    than for the sounds that the model was trained on. `sample` and `sound` say of both what can be told apart
    by ear, see `sampler.analysis.character`. `glide`: the sample's frequency in Hz 20, 50 and 100 ms after
    its peak, None without a pitch. `better`: other live models that the sample fits clearly better.
    """

    address: SoundAddress
    heard_db: float
    outside: bool
    sample: dict[str, float | None]
    sound: dict[str, float | None]
    glide: list[float] | None
    better: list[str]


def upload_locate(*, model: str, version: str | None, upload: str, refine: bool) -> Located:
    """Locate the sample in the file `upload` of the upload folder on a version's map, by default the live.

    Raises ModelNotFound, UnreadableAudio, UnusableAudio, Busy or NoWorker.
    """
    deadline = jobs.deadline()
    row = model_played(model, version)
    with admitted_search():
        match = json.loads(replies.receive(jobs.ask_match(row.name, row.version, upload, refine), deadline))
    location = Location(match.pop("x"), match.pop("y"), match.pop("detail"))
    address = SoundAddress(row.name, row.version, location, RenderOptions(tune=match.pop("tune")))
    live = {other.name for other in models_live()}
    better = [name for name in match.pop("better") if name in live]
    return Located(address, better=better, **match)
