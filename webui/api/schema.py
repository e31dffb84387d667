"""How the API describes itself: `extend_schema` gives what a call answers, this adds its problems."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from webui.accounts import Role
from webui.api.access import Access

ALWAYS = (400, 500, 503, 507)
"""A malformed request, a failure of the server, a restart of a part of it, a full disk."""


class ProblemSerializer(serializers.Serializer[Any]):
    """A problem document (RFC 9457)."""

    type = serializers.CharField(help_text="/problems/ and the stable code of what happened")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="one sentence that tells the user what to do")
    retry = serializers.BooleanField(help_text="whether sending the same again can help")
    parameters = serializers.DictField(help_text="what the sentence speaks of, such as the parameter's name")


class DocumentedSchema(AutoSchema):
    """Documents every problem of a call: those that follow from its view, and those that the view names.

    A view names further ones by method: `problems = {"POST": (404, 409)}`.
    """

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in sorted(self._problems()):
            bodies.setdefault(str(status), self._problem_body(str(status)))
        return bodies

    def _problem_body(self, status: str) -> Any:
        media_types = ["application/problem+json"]
        return self._get_response_for_code(  # type: ignore[no-untyped-call]
            ProblemSerializer, status, media_types=media_types
        )

    def _problems(self) -> set[int]:
        named = getattr(self.view, "problems", {}).get(self.method, ())
        return {*ALWAYS, *named, *self._of_the_account(), *self._of_the_request()}

    def _of_the_account(self) -> set[int]:
        problems = {401} if self.view.authentication_classes else set()
        access: Access = getattr(self.view, "access", {})
        if access.get(self.method) is not Role.ANYBODY:
            problems.add(403)
        return problems | ({429} if self.view.throttle_classes else set())

    def _of_the_request(self) -> set[int]:
        return ({404} if "{" in self.path else set()) | ({408, 415} if self.method == "POST" else set())
