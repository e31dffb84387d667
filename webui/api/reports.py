"""How the report of the promotion gate looks: for the documentation, the answer is made by the service."""

from typing import Any

from rest_framework import serializers


class NumberSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    meaning = serializers.CharField()
    unit = serializers.CharField(help_text="share or dB; smaller is better")
    candidate = serializers.FloatField(allow_null=True)
    live = serializers.FloatField(allow_null=True)
    margin = serializers.FloatField(help_text="how much worse than the live version is too much")


class PairSerializer(serializers.Serializer[Any]):
    x = serializers.FloatField()
    y = serializers.FloatField()
    candidate_url = serializers.CharField()
    live_url = serializers.CharField(allow_null=True)


class ReportSerializer(serializers.Serializer[Any]):
    model = serializers.CharField()
    candidate = serializers.CharField()
    live = serializers.CharField(allow_null=True, help_text="null where no other version is live")
    can_publish = serializers.BooleanField()
    can_force = serializers.BooleanField(help_text="false for a version that is broken")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="what speaks against it")
    numbers = NumberSerializer(many=True)
    places = PairSerializer(many=True, help_text="where to hear both")


class RefusalSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    report = ReportSerializer(required=False)
