"""Which type an answer has: the one that there is."""

from collections.abc import Iterable

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class AnythingAccepted(DefaultContentNegotiation):
    """Never a 406: sounds and archives are no renderer's work, so that none is found for what they are, and
    whoever asks for something else is told more by the answer than by a refusal (RFC 9110, 12.4.1).
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first, *others = renderers
        try:
            chosen: tuple[BaseRenderer, str] = super().select_renderer(
                request, [first, *others], format_suffix
            )
        except NotAcceptable:
            return first, first.media_type
        return chosen
