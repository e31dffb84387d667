"""Which addresses count as one client."""

import pytest
from django.test import RequestFactory

from webui.accounts import client_network


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_a_customer_is_one_client(address: str, expected: str) -> None:
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == expected
