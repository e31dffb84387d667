"""A call added as CONTRIBUTING describes: a view with form, serializer, role and problems, and its line."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from webui.api.access import VIEWERS
from webui.api.forms import Form
from webui.errors import Conflict

pytestmark = pytest.mark.django_db


class EchoForm(Form):
    word = serializers.CharField(max_length=10)


class EchoSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(source="word")


class EchoView(APIView):
    access = VIEWERS
    problems = {"GET": (409,)}

    @extend_schema(parameters=[EchoForm], responses=EchoSerializer)
    def get(self, request: Request) -> Response:
        """Answer with a word."""
        form = EchoForm(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        if form.validated_data["word"] == "again":
            raise Conflict("That was said already: say another word.")
        return Response(EchoSerializer(form.validated_data).data)


class ForgetfulView(APIView):
    """Without a role."""

    def get(self, request: Request) -> Response:
        return Response({})


urlpatterns = [path("api/echo/", EchoView.as_view(), name="echo")]


def call(view: Any, role: str, query: str = "") -> Any:
    request = APIRequestFactory().get(f"/api/echo/?{query}")
    user: User | AnonymousUser = AnonymousUser()
    if role:
        user = User.objects.create_user(f"{role}{User.objects.count()}")
        user.groups.add(Group.objects.get(name=role))
        force_authenticate(request, user)
    return view.as_view()(request)


def test_it_answers_through_its_serializer_to_its_role() -> None:
    answer = call(EchoView, "viewer", "word=boom")
    assert (answer.status_code, answer.data) == (200, {"answer": "boom"})
    assert call(EchoView, "").status_code == 401


@pytest.mark.parametrize(("query", "status"), [("", 400), ("word=a&wrod=b", 400), ("word=again", 409)])
def test_what_it_refuses_is_a_problem(query: str, status: int) -> None:
    answer = call(EchoView, "viewer", query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_it_is_described_with_its_problems() -> None:
    generator = SchemaGenerator(patterns=urlpatterns)  # type: ignore[no-untyped-call]
    schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    described = schema["paths"]["/api/echo/"]["get"]
    assert [parameter["name"] for parameter in described["parameters"]] == ["word"]
    assert set(described["responses"]) == {"200", "400", "401", "403", "409", "500", "503", "507"}


def test_a_view_that_declares_no_role_is_closed_to_everybody() -> None:
    assert [call(ForgetfulView, role).status_code for role in ("", "publisher")] == [401, 403]
