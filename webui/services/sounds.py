"""Sounds and locations for producers. Decode and ingest workers make them; the web waits."""

import json
from dataclasses import dataclass

from webui.addresses import Location, SoundAddress
from webui.messaging import jobs, replies, vitals
from webui.messaging.admission import admitted_search
from webui.selectors.models import model_played


def sound_render(*, address: SoundAddress) -> bytes:
    """The WAV at the address of a version that exists. Raises BadValue or NoWorker."""
    deadline = jobs.deadline()
    with vitals.timed_sound():
        key = jobs.ask_sound(address.model, address.version, address.parameters())
        return replies.receive(key, deadline)


@dataclass(frozen=True)
class Located:
    """The location of a sample on a map.

    `fit_db` is the log-mel distance between the sample and the sound at `address`. `outside`: it is larger
    than for the sounds that the model was trained on.
    """

    address: SoundAddress
    fit_db: float
    outside: bool


def upload_locate(*, model: str, version: str | None, upload: str, refine: bool) -> Located:
    """Locate the sample in the file `upload` of the upload folder on a version's map, by default the live.

    Raises ModelNotFound, UnreadableAudio, UnusableAudio, Busy or NoWorker.
    """
    deadline = jobs.deadline()
    row = model_played(model, version)
    with admitted_search():
        match = json.loads(replies.receive(jobs.ask_match(row.name, row.version, upload, refine), deadline))
    location = Location(match["x"], match["y"], match["detail"])
    return Located(SoundAddress(row.name, row.version, location), match["fit_db"], match["outside"])
