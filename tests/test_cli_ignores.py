"""Comments in templates, and options, that leave rules out: out of the points as well, and said."""

from pathlib import Path

import pytest

import spamscore
from spamscore.cli import ignores
from spamscore.rules import RULES
from tests.commandline import EXAMPLES, INVOICE, OFFER, ran, rules, write

FORMS = (
    "<!-- {} -->", "<!--{}-->", "{{# {} #}}", "{{#- {} -#}}", "{{{{!-- {} --}}}}", "{{{{! {} }}}}", "{{{{-- {} --}}}}",
    "<%# {} %>", "<%-- {} --%>", "{{% comment %}}{}{{% endcomment %}}", "{{%- comment -%}} {} {{%- endcomment -%}}",
    '{{% comment "for the linter" %}}\n{}\n{{% endcomment %}}', "{{{{/* {} */}}}}", "{{{{- /* {} */ -}}}}",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_language_has_a_comment_for_it(form: str):
    source = "<p>\n" + form.format("spamscore: ignore link-insecure the museum has no https") + "</p><!-- later -->"
    assert ignores.comments(source) == (ignores.Ignore(("link-insecure",), "the museum has no https", "line 2"),)


@pytest.mark.parametrize(
    ("comment", "words", "reason"),
    [
        ("spamscore: ignore a-b", ("a-b",), ""),
        ("spamscore:ignore a-b, c,d-e why not", ("a-b", "c", "d-e"), "why not"),
        ("spamscore: ignore a-b -- because\n  of it", ("a-b",), "because of it"),
        ("spamscore: ignore a-b: because", ("a-b",), "because"),
        ("spamscore: ignore", (), ""),
    ],
)
def test_what_a_comment_says(comment: str, words: tuple[str, ...], reason: str):
    assert ignores.comments(f"<!-- {comment} --> <!-- more -->") == (ignores.Ignore(words, reason, "line 1"),)


@pytest.mark.parametrize(
    "source",
    ["spamscore: ignore a", "<!-- spamscore ignore a -->", "<!-- spamscore: ignored a -->", "<!-- spamscore: ignore a"],
)
def test_what_is_no_such_comment(source: str):
    assert ignores.comments(source) == ()


def test_thousands_of_half_comments_cost_little():
    source = "<!-- spamscore: ignore a-b " * 50_000 + "{% comment %}" * 50_000 + "<!--" * 100_000
    assert ignores.comments(source) == ()


def test_an_ignored_rule_is_scored_without(tmp_path: Path):
    write(
        tmp_path,
        {
            "offer.html": OFFER.replace(
                "</body>", "<!-- spamscore: ignore link-ip-address, links our test host --></body>"
            )
        },
    )
    file = str(tmp_path / "offer.html")
    told = ran("check", file, "--format", "json", "--fail-on", "never").objects[file]
    left = tuple(rule for rule in RULES if rule.chapter != "links")
    assert told["points"] == spamscore.check(Path(file), rules=left).points
    assert told["points"] < spamscore.check(Path(file)).points
    assert "links, ignored by a comment on line" in told["not_checked"][-1]
    assert told["not_checked"][-1].endswith("our test host")


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("spamscore: ignore link-insecur", "there is no rule 'link-insecur'; did you mean link-insecure"),
        ("spamscore: ignore words-miracle", "nothing to ignore: words-miracle finds nothing here"),
        ("spamscore: ignore", "write `spamscore: ignore RULE-ID reason`"),
    ],
)
def test_one_that_ignores_nothing_is_said_and_never_fails(tmp_path: Path, comment: str, said: str):
    write(tmp_path, {"invoice.html": INVOICE + f"\n<!-- {comment} -->"})
    result = ran("check", tmp_path / "invoice.html")
    assert (result.status, result.err) == (0, "")
    assert said in " ".join(result.out.split())
    assert f"line {INVOICE.count(chr(10)) + 2}" in result.out


def test_a_message_of_somebody_else_cannot_ignore(tmp_path: Path):
    head = "From: Shop <a@shop.example>\nSubject: hello\nContent-Type: text/html\n\n"
    write(tmp_path, {"mail.eml": f"{head}<!-- spamscore: ignore links -->{OFFER}"})
    file = str(tmp_path / "mail.eml")
    assert "link-ip-address" in rules(ran("check", file, "--format", "json").objects[file])


def test_options_leave_rules_out_of_the_points():
    file = str(EXAMPLES / "spring-offer.html")
    for options, left in (
        (("--ignore", "links"), tuple(rule for rule in RULES if rule.chapter != "links")),
        (("--ignore", "link-insecure,words", "--ignore=link-shortener"),
         tuple(rule for rule in RULES if rule.chapter != "words" and rule.id not in ("link-insecure", "link-shortener"))),
        (("--select", "link-insecure, words"), tuple(rule for rule in RULES if rule.chapter == "words" or rule.id == "link-insecure")),
        (("--select", "links", "--ignore", "links"), ()),
    ):  # fmt: skip
        told = ran("check", file, "--format", "json", "--fail-on", "never", *options).objects[file]
        assert told["points"] == spamscore.check(Path(file), rules=left).points
        assert f"{len(RULES) - len(left)} rules left out as asked" in told["not_checked"][-1]


def test_a_report_that_leaves_nothing_out_does_not_speak_of_it():
    file = str(EXAMPLES / "spring-offer.html")
    told = ran("check", file, "--format", "json").objects[file]
    assert "left out" not in str(told["not_checked"])


@pytest.mark.parametrize("option", ["--ignore", "--select", "--fail-on=finding:"])
def test_an_unknown_rule_is_asked_after(option: str):
    word = "link-ip-adress"
    options = (option + word,) if option.endswith(":") else (option, word)
    result = ran("check", EXAMPLES, *options)
    assert (result.status, result.out) == (2, "")
    assert "did you mean link-ip-address" in result.err


def test_a_comment_in_another_file_of_the_mail_counts_and_says_where(tmp_path: Path):
    write(tmp_path, {"a.html": "<p>Hi</p>", "a.txt": "{# spamscore: ignore link-insecure why #}"})
    assert ignores.read([tmp_path / "a.html", tmp_path / "a.txt"]) == (
        ignores.Ignore(("link-insecure",), "why", "a.txt, line 1"),
    )
