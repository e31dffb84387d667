"""What producers ask for. The web only asks and waits: decode and ingest workers do the work."""

import json
from typing import Any

from webui.addresses import Place, SoundAddress
from webui.messaging import jobs, replies, vitals
from webui.selectors.models import model_played


def sound_render(*, address: SoundAddress) -> bytes:
    """The WAV at the address of a version that exists. Raises BadValue or NoWorker."""
    deadline = jobs.deadline()
    with vitals.timed_sound():
        key = jobs.ask_sound(address.model, address.version, address.parameters())
        return replies.receive(key, deadline)


def upload_locate(*, model: str, version: str | None, upload: str, refine: bool) -> dict[str, Any]:
    """Where the sound in the file `upload` of the upload folder lies on a version's map, by default the live
    one's.

    Raises ModelNotFound, UnreadableAudio, UnusableAudio or NoWorker.
    """
    deadline = jobs.deadline()
    row = model_played(model, version)
    match = json.loads(replies.receive(jobs.ask_match(row.name, row.version, upload, refine), deadline))
    address = SoundAddress(row.name, row.version, Place(match["x"], match["y"], match["detail"]))
    return {**match, "sound_url": address.path, "permalink": address.permalink}
