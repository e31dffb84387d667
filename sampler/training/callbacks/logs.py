"""What Keras passes to a callback."""

from typing import Any

Logs = dict[str, Any] | None
"""The means so far, by name."""
