"""The base of all forms, the serializers of requests, and fields that several serializers use."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from sampler.errors import BadValue
from webui.models import NAME_PATTERN


class Form(serializers.Serializer[Any]):
    """A request body or query. Unknown fields are refused, so that a misspelt one is not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        for name in data if isinstance(data, Mapping) else ():
            if name not in self.fields:
                raise serializers.ValidationError(
                    {name: f"There is no such field: use {', '.join(self.fields)}."}
                )
        return super().to_internal_value(data)


def account_of(request: Request) -> int:
    """The primary key of the account that sends a request, in views that need one."""
    return cast(int, request.user.pk)


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="any text, new for each job: a repeated request with the same key answers with the same job",
)
MOST_KEY_CHARACTERS = 255


def idempotency_key(request: Request) -> str:
    """The Idempotency-Key of a request, empty where it has none. Raises BadValue for one that is too long."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > MOST_KEY_CHARACTERS or not key.isprintable():
        raise BadValue(f"Idempotency-Key must be text of at most {MOST_KEY_CHARACTERS} characters.")
    return key


class NameField(serializers.RegexField):
    """A model's name, which is part of addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rf"^{NAME_PATTERN}\Z", **kwargs)
        self.error_messages["invalid"] = "Use up to 63 small letters, digits and hyphens, not a hyphen first."


class FiniteField(serializers.FloatField):
    """A number that is not infinite and not NaN, neither of which JSON has.

    In a form others are refused. In an answer they become null, so let such a field `allow_null`.
    """

    def to_internal_value(self, data: Any) -> float:
        value: float = super().to_internal_value(data)
        if not math.isfinite(value):
            self.fail("invalid")
        return value

    def to_representation(self, value: Any) -> float | None:  # type: ignore[override]  # null is an answer too
        return value if math.isfinite(value) else None


class TextOrNull(serializers.CharField):
    """Text of an answer, null where the row has none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> str | None:  # type: ignore[override]  # null is an answer too
        return super().to_representation(value) if value else None


class MomentField(serializers.DateTimeField):
    """A moment of an answer, given in seconds since the epoch, to the second."""

    def to_representation(self, value: Any) -> str:
        return super().to_representation(datetime.fromtimestamp(int(value), UTC))


@extend_schema_field({"type": "object", "additionalProperties": True})
class MetricsField(serializers.Field[Any, Any, Any, Any]):
    """Measures of a model, as in its manifest. Families differ in what they measure."""

    def to_representation(self, value: Any) -> Any:
        return value
