"""The command `spamscore`: reads the command line, hands it to the room of the command, and gives its exit status.

It ends with 0 when all is well, 1 when a checked mail fails, 2 on wrong use or unreadable input.
"""

import io
import os
import sys
from collections.abc import Sequence

from spamscore.cli.arguments import parser
from spamscore.cli.sources import UnreadableError
from spamscore.errors import SpamscoreError

OK, FAILED, WRONG_USE = 0, 1, 2
_INTERRUPTED, _CLOSED_PIPE = 130, 141  # 128 + the signal's number, as every shell shows them


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (`sys.argv` by default) and give its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a mail may hold what the terminal cannot show
    if (
        argv is None
    ):  # numpy is not imported yet, and its threads cost a tenth of the start of a command that needs none
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        arguments = parser().parse_args(argv)
        arguments.ours = argv is None  # whether the process is this command and nothing else
        status = int(arguments.run(arguments))
        sys.stdout.flush()
    except (UnreadableError, SpamscoreError) as error:
        print(f"spamscore: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        _give_up_output()  # the reader went away (`| head`): nothing is wrong
        return _CLOSED_PIPE
    except OSError as error:  # reading is caught where it happens; this is standard output, a full disk for one
        if argv is None:  # the process is this command: its standard output is ours to give up
            _give_up_output()
        print(f"spamscore: cannot write: {error.strerror or error}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _give_up_output() -> None:
    """Standard output leads nowhere from here on: the flush at exit would fail again, and end with another status."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
