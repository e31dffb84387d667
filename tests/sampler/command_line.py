"""Run the command line inside the process of the tests, so that TensorFlow is imported only once."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sampler.cli import main


@dataclass(frozen=True)
class Outcome:
    """The exit code and output of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused_with(self, *words: str) -> bool:
        """Whether it ended with code 2 and one line on the error stream that holds `words`."""
        one_line = self.err.endswith("\n") and self.err.count("\n") == 1
        return self.code == 2 and self.out == "" and one_line and all(word in self.err for word in words)


def run_command(*arguments: object) -> Outcome:
    """`python -m sampler ARGUMENTS`, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_request:
            code = int(exit_request.code or 0)
    return Outcome(code, out.getvalue(), err.getvalue())


def succeed(*arguments: object) -> Outcome:
    """`run_command`, which fails the test unless the exit code is 0."""
    outcome = run_command(*arguments)
    assert outcome.code == 0, outcome.err
    return outcome


SHARED_SNARES = Path(__file__).parents[3] / "shared/data/drums/snare"
"""Real recordings beside the repository; tests that use them skip where they are missing."""
