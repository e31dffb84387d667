"""What request serializers share."""

import math
from collections.abc import Mapping
from typing import Any, cast

from rest_framework import serializers
from rest_framework.request import Request

from webui.models import NAME_PATTERN


class Form(serializers.Serializer[Any]):
    """A request body. Unknown fields are refused: a misspelt one would otherwise be silently ignored."""

    def to_internal_value(self, data: Any) -> Any:
        for name in data if isinstance(data, Mapping) else ():
            if name not in self.fields:
                raise serializers.ValidationError(
                    {name: f"There is no such field: use {', '.join(self.fields)}."}
                )
        return super().to_internal_value(data)


def account_of(request: Request) -> int:
    """The primary key of who asks, in views that nobody reaches without an account."""
    return cast(int, request.user.pk)


class NameField(serializers.RegexField):
    """A model's name, which is part of addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rf"^{NAME_PATTERN}\Z", **kwargs)
        self.error_messages["invalid"] = "Use up to 63 small letters, digits and hyphens, not a hyphen first."


class FiniteField(serializers.FloatField):
    """A number that can be compared."""

    def to_internal_value(self, data: Any) -> float:
        value: float = super().to_internal_value(data)
        if not math.isfinite(value):
            self.fail("invalid")
        return value
