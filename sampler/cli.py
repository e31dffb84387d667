"""The command line, `python -m sampler COMMAND`: parse the arguments, run one command, print its result.

Bad input ends with exit code 2 and one line on the error stream; `--json` prints the result as JSON.
"""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from sampler.errors import DrumscapeError

COMMANDS = (
    "prepare",
    "survey",
    "presets",
    "train",
    "export",
    "upgrade",
    "models",
    "locate",
    "render",
    "reconstruct",
    "grid",
    "generate",
    "classify",
    "dream",
    "evaluate",
    "compare",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 2 for bad input, 130 after Ctrl-C."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file name may hold bytes that cannot be encoded
        sys.stdout.reconfigure(errors="backslashreplace")
    args = _parser().parse_args(arguments)
    try:
        _show(args.command.run(args), as_json=args.json)
    except (DrumscapeError, OSError) as error:
        print(f"sampler: {_sentence(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


class _Parser(argparse.ArgumentParser):
    """Prints an error as one line, without the usage that argparse prints before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; --help says more.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m sampler", description="Landscapes of drum sounds.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        command = import_module(f"sampler.commands.{name}")
        sub = commands.add_parser(name, help=command.HELP, description=command.HELP)
        sub.add_argument("--json", action="store_true", help="print the result as JSON")
        command.add_arguments(sub)
        sub.set_defaults(command=command)
    return parser


def _sentence(error: DrumscapeError | OSError) -> str:
    if isinstance(error, DrumscapeError):
        return error.message
    return f"{error.filename2 or error.filename or 'file'}: {error.strerror or error}."


def _show(result: Any, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result, indent=1))
    elif isinstance(result, list):
        for row in result:
            print("  ".join(_cell(name, value) for name, value in row.items()))
    elif result is not None:
        _show_tree(result)


def _cell(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return str(value)


def _show_tree(result: dict[str, Any], indent: str = "") -> None:
    for name, value in result.items():
        if isinstance(value, dict):
            print(f"{indent}{name}:")
            _show_tree(value, indent + "  ")
        else:
            print(f"{indent}{name}: {value}")
