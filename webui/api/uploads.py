"""Receive files of limited size. At most that many bytes of a file are stored."""

from pathlib import PurePath
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest
from rest_framework.request import Request

from sampler.audio.read import AUDIO_EXTENSIONS, HEAD_BYTES, sniff
from sampler.errors import BadValue
from webui.errors import NotAudio, TooLarge

FORMATS = "WAV, AIFF, FLAC, Ogg or MP3"


class NoFiles(FileUploadHandler):
    """FILE_UPLOAD_HANDLERS: of a view that names no limit, nobody may send files.

    It discards the first file's bytes, so that a small form is read whole, and then stops to read.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        """Hand nothing to the view."""


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes files to the upload folder up to a limit, and discards what is beyond it.

    It reads the rest so that the browser finishes sending and shows the answer: a connection that is closed
    early looks like a network failure. Past `settings.MAX_DISCARDED_BYTES` it closes the connection.
    """

    def __init__(self, request: Any, *, limit_bytes: int) -> None:
        super().__init__(request)
        self.limit_bytes = limit_bytes
        self.received_bytes = 0

    @property
    def is_exceeded(self) -> bool:
        return self.received_bytes > self.limit_bytes

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received_bytes += len(raw_data)
        if self.received_bytes > max(self.limit_bytes, settings.MAX_DISCARDED_BYTES):
            raise StopUpload(connection_reset=True)
        if not self.is_exceeded:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """The received file; None for one that is too large, whose temporary file is deleted."""
        if self.is_exceeded:
            self.file.close()
            return None
        return super().file_complete(file_size)


class LimitedUploads:
    """Mixin of views that take a file. It sets the limit before the CSRF check reads the body."""

    upload_limit_bytes: int

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        request.upload_handlers = [LimitedUploadHandler(request, limit_bytes=self.upload_limit_bytes)]
        handed_on: Request = super().initialize_request(request, *args, **kwargs)  # type: ignore[misc]
        return handed_on


def received_file(request: Request, field: str) -> TemporaryUploadedFile:
    """The file in a multipart field, stored in the upload folder until the request ends.

    For views with `LimitedUploads`. Raises TooLarge, or BadValue when there is none.
    """
    handler = cast(LimitedUploadHandler, request._request.upload_handlers[0])
    file = request.FILES.get(field)
    if handler.is_exceeded:
        raise TooLarge(f"The file is too large: choose one of at most {handler.limit_bytes / 1e6:g} MB.")
    if not isinstance(file, TemporaryUploadedFile):
        raise BadValue(f"No file was sent: put one into the multipart field '{field}'.")
    return file


def require_audio(file: "UploadedFile[bytes]") -> None:
    """Raise NotAudio unless name and first bytes both belong to a supported format."""
    if PurePath(file.name or "").suffix.lower() not in AUDIO_EXTENSIONS:
        raise NotAudio(f"The name does not end like that of a sound file: choose a {FORMATS} file.")
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if head and sniff(head) is None:
        raise NotAudio(f"This is not a sound file, though its name says so: choose a {FORMATS} file.")
