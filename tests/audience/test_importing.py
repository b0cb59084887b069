"""Files as they come: one object, arrays, lines, broken pieces; nothing is lost, and nothing counted twice."""

import io
import json
from datetime import timedelta

import pytest

from spamscore.audience import jsonlines, open_audience
from tests.audience.made import NOW, happen, lines, sendgrid

PEOPLE = [f"p{number}@shop.example" for number in range(5)]
VALUES = [sendgrid("delivered", address, reason="größer – ok") for address in PEOPLE]


def dumped(value, **keywords):
    return json.dumps(value, ensure_ascii=False, **keywords).encode()


FORMS = {
    "an array": dumped(VALUES),
    "a readable array": dumped(VALUES, indent=2),
    "an object a line": b"\n".join(map(dumped, VALUES)),
    "with returns": b"\r\n".join(map(dumped, VALUES)) + b"\r\n",
    "an array a line": dumped(VALUES[:2]) + b"\n" + dumped(VALUES[2:]),
    "an array over lines": b"[\n" + b",\n".join(map(dumped, VALUES)) + b"\n]\n",
    "readable objects": b"\n".join(dumped(value, indent=1) for value in VALUES),
    "with a byte-order mark": b"\xef\xbb\xbf" + dumped(VALUES),
    "without end of the last": b"".join(map(dumped, VALUES)),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_events(form):
    with open_audience("sqlite://") as audience:
        result = audience.import_events(io.BytesIO(FORMS[form]), "sendgrid")
    assert (result.new, result.rejected) == (5, 0)


@pytest.mark.parametrize("form", FORMS)
def test_positions_are_bytes_and_a_start_in_between_reads_the_rest(form):
    raw = FORMS[form]
    found = list(jsonlines.values(io.BytesIO(raw)))
    assert [value for _, value in found] == VALUES
    for number, (end, _) in enumerate(found):
        rest = io.BytesIO(raw)
        rest.seek(end)
        assert [value for _, value in jsonlines.values(rest, end)] == VALUES[number + 1 :]


BROKEN = [
    (b'{"email": "x', "not JSON"),
    (b"hello", "not a JSON object"),
    (b'"text"', "not a JSON object"),
    (b'{"email": "\xff\xfe"}', "not in UTF-8"),
    (b'{"a":' + b"[" * 100_000 + b"}", "not JSON"),
    (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
    (dumped(sendgrid("telepathy")), "SendGrid has no event 'telepathy'"),
    (dumped(sendgrid("open", "nobody")), "is no mail address"),
    (dumped(sendgrid("open", "")), "is no mail address"),
    (dumped(sendgrid("open", ago=-2)), "dated in the future"),
    (dumped({**sendgrid("open"), "timestamp": 12}), "dated before 1990"),
    (dumped({**sendgrid("open"), "timestamp": None}), "neither seconds"),
    (dumped({**sendgrid("open"), "timestamp": 1e300}), "future"),
    (b'{"event": "open", "email": "anna@shop.example", "timestamp": NaN}', "neither seconds"),
]


@pytest.mark.parametrize(("bad", "reason"), BROKEN, ids=range(len(BROKEN)))  # lines hold the time
def test_a_bad_line_is_kept_with_its_reason_and_the_next_is_read(tmp_path, bad, reason):
    file = tmp_path / "rejects.jsonl"
    raw = b"\n".join([dumped(VALUES[0]), bad, dumped(VALUES[1])])
    with open_audience("sqlite://") as audience:
        result = audience.import_events(io.BytesIO(raw), "sendgrid", rejects=file)
    assert (result.new, result.rejected) == (2, 1)
    (kept,) = map(json.loads, file.read_text("utf-8").splitlines())
    assert reason in kept["reason"]
    assert kept["text"][:5] == bad.decode("utf-8", "replace")[:5]


def test_a_line_beyond_all_bounds_is_cut_into_rejects():
    with open_audience("sqlite://") as audience:
        raw = b"x" * (3 << 20) + b"\n" + dumped(VALUES[0])
        result = audience.import_events(io.BytesIO(raw), "sendgrid")
    assert result.new == 1
    assert 1 <= result.rejected <= 4


def test_the_same_again_counts_once_in_whatever_order(audience):
    assert happen(audience, *VALUES, *VALUES[:2]).duplicates == 2
    again = happen(audience, *reversed(VALUES))
    assert (again.new, again.duplicates) == (0, 5)


def test_without_an_id_the_content_tells(audience):
    bare = [{name: value for name, value in each.items() if name != "sg_event_id"} for each in VALUES]
    assert happen(audience, *bare).new == 5
    assert happen(audience, *(dict(reversed(each.items())) for each in bare)).new == 0


def test_a_stream_of_text_is_a_mistake(audience):
    with pytest.raises(TypeError, match="binary stream"):
        audience.import_events(io.StringIO("{}"), "sendgrid")


CSV = "E-Mail;When;What;Why\nanna@shop.example;{0};Hard bounce;gone\nben@shop.example;{0};opened;\n".replace(";", ",")


def test_csv_by_its_usual_names_and_by_a_mapping(audience):
    raw = CSV.format((NOW - timedelta(days=1)).isoformat()).encode()
    columns = {"at": "When", "kind": "What", "detail": "Why"}
    result = audience.import_events(io.BytesIO(raw), "csv", columns=columns)
    assert (result.new, result.suppressed, result.rejected) == (2, 1, 0)
    assert audience.causes_against("anna@shop.example")[0].detail == "gone"
    for mapping, words in [
        ({"at": "Nie"}, "no column 'Nie'"),
        ({"mood": "x"}, "no field 'mood'"),
        ({}, "map it with kind"),
    ]:
        with pytest.raises(ValueError, match=words):
            audience.import_events(io.BytesIO(raw), "csv", columns=mapping)


def test_a_bare_list_of_addresses(audience):
    raw = b"anna@shop.example\nben@shop.example\nnot an address\n"
    result = audience.import_events(io.BytesIO(raw), "csv", kind="unsubscribe")
    assert (result.new, result.rejected) == (2, 1)
    audience.suppress("cleo@shop.example", who="me", why="x")
    assert list(audience.filter(["anna@shop.example", "dora@shop.example"])) == ["dora@shop.example"]


def test_an_undated_list_uploaded_again_does_not_undo_a_reactivation(audience):
    raw = b"address,kind\nanna@shop.example,bounce\n"
    audience.import_events(io.BytesIO(raw), "csv")
    audience.reactivate("anna@shop.example", who="me", why="it exists again")
    assert audience.import_events(io.BytesIO(raw), "csv").duplicates == 1
    assert list(audience.filter(["anna@shop.example"])) == ["anna@shop.example"]


def test_csv_that_is_broken_is_rejected_line_by_line(audience):
    raw = b'email,event,time\nanna@shop.example,open,2026-03-01\nben@shop.example,open,tomorrow\n"' + b"x" * 200_000
    result = audience.import_events(io.BytesIO(raw), "csv")
    assert result.new == 1
    assert result.rejected >= 2


def test_streams_that_cannot_go_back_are_read():
    class Pipe(io.RawIOBase):
        def __init__(self, raw):
            self.rest = raw

        def readable(self):
            return True

        def readinto(self, into):
            part, self.rest = self.rest[: len(into)], self.rest[len(into) :]
            into[: len(part)] = part
            return len(part)

    with open_audience("sqlite://") as audience:
        pipe = io.BufferedReader(Pipe(b"email,event,time\nanna@shop.example,open,2026-03-01\n"))
        assert audience.import_events(pipe, "csv").new == 1
        assert audience.import_events(io.BufferedReader(Pipe(lines(*VALUES).getvalue())), "sendgrid").new == 5
