"""Answers have one type each, whatever types a client accepts."""

from collections.abc import Iterable

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class AnythingAccepted(DefaultContentNegotiation):
    """Never answers 406.

    Sounds and archives are made by no renderer, so none would be found for their types. RFC 9110 (12.4.1)
    allows to send another type than those accepted.
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
