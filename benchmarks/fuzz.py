"""`python -m benchmarks.fuzz --cases 100000 --seed 0`: mutated mails and random bytes through check(); nothing may raise."""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from benchmarks.mails import messages

_ROOT = Path(__file__).resolve().parent.parent
_SHARDS = (
    b"<", b">", b"</", b"<!--", b"-->", b'"', b"'", b"&", b"&#", b";", b"\0", b"\xff", b"\xed\xa0\x80", b"=", b"=3D", b"=?", b"?=",
    b"{{", b"}}", b"{%", b"%}", b"<%=", b"*|", b"|*", b"\n\n", b"\r", b"--part-0", b"http://", b"xn--", b"@", b"\xe2\x80\xae", b"\xe2\x80\x8b",
    b"Content-Type: multipart/mixed\n", b"Content-Type: text/html; charset=", b"Content-Transfer-Encoding: base64\n", b"PK\x03\x04",
    b"<style>", b"style=\"display:none", b"<a href=", b"<base href=", b"<img src=cid:", b"<![if", b"1e999", b"-1", b"[::1]",
)  # fmt: skip


def mutated(dice: random.Random, seeds: list[bytes]) -> bytes:
    """A mail with some bytes changed, cut, doubled, spliced with another, or strewn with what breaks parsers."""
    mail = bytearray(dice.choice(seeds)[: dice.choice((200, 1000, 4000))])
    for _ in range(dice.choice((1, 2, 4, 8, 16))):
        at = dice.randrange(len(mail) + 1)
        match dice.randrange(6):
            case 0:
                mail[at:at] = dice.choice(_SHARDS)
            case 1:
                del mail[at : at + dice.choice((1, 10, 100))]
            case 2:
                mail[at : at + 1] = bytes((dice.randrange(256),))
            case 3:
                mail[at:at] = mail[at : at + dice.choice((5, 50, 500))]
            case 4:
                other = dice.choice(seeds)
                start = dice.randrange(len(other) + 1)
                mail[at:at] = other[start : start + 300]
            case _:
                mail[at : at + 8] = dice.choice(_SHARDS) * dice.choice((1, 3, 30))
    return bytes(mail)


def case(dice: random.Random, seeds: list[bytes]) -> str | bytes:
    """One case: seven of ten a mutated mail, as a message or as a body; the others random bytes or text."""
    kind = dice.randrange(10)
    if kind < 7:
        mail = mutated(dice, seeds)
        return mail if kind < 4 else mail.decode("utf-8", "surrogateescape")
    if kind == 7:
        return dice.randbytes(dice.randrange(2000))
    if kind == 8:
        return b"".join(dice.choices(_SHARDS, k=dice.randrange(200)))
    return "".join(chr(dice.randrange(0x11000)) for _ in range(dice.randrange(500)))


def corpus() -> list[bytes]:
    """What is mutated: the golden mails, the examples and a few generated ones."""
    folders = (_ROOT / "tests" / "golden", _ROOT / "examples")
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    written = [path.read_bytes() for path in files if path.suffix in (".eml", ".html", ".txt")]
    generated = messages(20)
    bodies = [raw.partition(b"\n\n")[2] for raw in generated]
    return [*written, *generated, *bodies]


def main() -> int:
    """Run the cases; 1 when anything was raised."""
    parser = argparse.ArgumentParser("benchmarks.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    import spamscore

    seeds, raised, verdicts, start = corpus(), Counter[str](), Counter[str](), time.process_time()
    for number in range(given.cases):
        source = case(random.Random(f"{given.seed}/{number}"), seeds)
        try:
            verdicts[spamscore.check(source).verdict] += 1
        except Exception as error:  # noqa: BLE001 - any exception at all is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            raised[f"{type(error).__name__} in {place.filename}:{place.lineno}"] += 1
            if sum(raised.values()) <= 5:
                print(f"case {given.seed}/{number}: {source[:200]!r}\n{traceback.format_exc()}", file=sys.stderr)
    seconds = time.process_time() - start
    print(
        f"{given.cases} cases, seed {given.seed}, {seconds:.0f} s CPU: {sum(raised.values())} raised {dict(raised)}; {dict(verdicts)}"
    )
    return int(bool(raised))


if __name__ == "__main__":
    sys.exit(main())
