"""The judge: reasons add up, one reason more never helps, and the mails that everyone tries first."""

import json
import math
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import spamscore
from spamscore.mail import Mail, read
from spamscore.report import OTHER_CAUSES, THRESHOLD_POINTS, Report, probability
from spamscore.rules import RULES, Finding, Rule, rule
from spamscore.scoring import earned
from tests import mails

HERE = Path(__file__).parent
GOLDEN = sorted(path for path in (HERE / "golden").iterdir() if path.is_file())
GOLDEN_SPAM = sorted((HERE / "golden" / "spam").iterdir())
EXAMPLES = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
INVOICE = """<!DOCTYPE html><html><head><title>Invoice 2041</title></head><body>
<h1>Invoice 2041</h1><p>Dear Ms Weber,</p>
<p>Thank you for your order of 3 November. You will find the items below.</p>
<table><tr><td>Oak shelf, 80 cm</td><td>64.00 EUR</td></tr><tr><td>Delivery</td><td>6.50 EUR</td></tr>
<tr><td>Total</td><td>70.50 EUR</td></tr></table>
<p>Please transfer the amount within 14 days and state the invoice number.
You can also <a href="https://www.holzwerk.example/invoices/2041">see the invoice at Holzwerk</a>.</p>
<p>Kind regards<br>Holzwerk, 12 Orchard Lane, Bristol</p></body></html>"""
PHISHING = """<p>Dear customer,</p><p><b>URGENT:</b> we noticed unusual activity. Your account will be suspended within 24 hours.
Verify your account and confirm your password immediately.</p>
<p><a href="http://secure-login.test/paypal/login.php">https://www.paypal.com/signin</a></p><p>PayPal Security</p>"""
IMAGE_ONLY = (
    '<a href="https://shop.example/sale"><img src="https://shop.example/sale.jpg" width="600" height="900"></a>'
)


def message(body: str = INVOICE) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Holzwerk <office@holzwerk.example>", "a@example.com", "Invoice 2041"
    mail.set_content(body, subtype="html")
    return mail


def total(report: Report) -> float:
    return math.fsum(each.points for each in report.contributions)


@EXAMPLES
@given(mails.anything)
def test_reasons_add_up_exactly_in_any_order(source: object) -> None:
    report = spamscore.check(source)
    points = [each.points for each in report.contributions]
    assert total(report) == sum(points) == sum(reversed(points)) == sum(sorted(points)) == report.points
    assert spamscore.score(source) == report.score


@pytest.mark.parametrize("path", [*GOLDEN, *GOLDEN_SPAM], ids=lambda path: path.name)
def test_reasons_of_a_real_looking_mail_add_up(path: Path) -> None:
    report = spamscore.check(path)
    assert total(report) == report.points
    assert report.score == spamscore.score(path) == probability(report.points, report.threshold)
    kinds = [each.kind for each in report.contributions]
    assert kinds.count("base") == 1
    assert len({(each.kind, each.source) for each in report.contributions}) == len(kinds)
    listed = {each.source: each.points for each in report.contributions if each.kind == "rule"}
    assert listed == {each.rule.id: each.points for each in report.findings}
    logit = math.log(report.threshold / (1 - report.threshold))
    assert report.odds == pytest.approx(report.points - sum(listed.values()) - THRESHOLD_POINTS + logit, abs=1e-9)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_honest_golden_mail_is_no_spam(path: Path) -> None:
    assert spamscore.check(path).verdict != "spam"


@pytest.mark.parametrize("path", GOLDEN_SPAM, ids=lambda path: path.name)
def test_golden_spam_is_spam(path: Path) -> None:
    assert spamscore.check(path).verdict == "spam"


def accuser(points: float, chapter: str) -> Finding:
    """A finding of a made-up rule."""

    @rule("mine", title="t", advice="a", points=points, source="s", fires=[""], quiet=["", ""], chapter=chapter)
    def check(_mail: Mail) -> list[str]:
        """Why."""
        return ["x"]

    return Finding(check, ())


FINDINGS = st.lists(st.builds(accuser, st.floats(0.01, 9), st.sampled_from(("links", "words", "mine"))), max_size=8)


@EXAMPLES
@given(
    FINDINGS, st.builds(accuser, st.floats(0.01, 9), st.sampled_from(("links", "words", "other"))), st.floats(0.1, 5)
)
def test_one_finding_more_never_lowers_the_total(found: list[Finding], more: Finding, cap: float) -> None:
    before, after = earned(tuple(found), cap).sum(), earned((*found, more), cap).sum()
    assert after >= before - 1e-9


@EXAMPLES
@given(FINDINGS, st.floats(0.1, 5))
def test_a_chapter_adds_its_cap_or_its_biggest_finding(found: list[Finding], cap: float) -> None:
    amounts = earned(tuple(found), cap)
    for chapter in {each.rule.chapter for each in found}:
        mine = [
            (each.points, amount) for each, amount in zip(found, amounts, strict=True) if each.rule.chapter == chapter
        ]
        assert sum(amount for _, amount in mine) <= max(cap, *(points for points, _ in mine)) + 1e-9
        assert all(0 < amount <= points + 1e-9 for points, amount in mine)


@pytest.mark.parametrize(
    "source",
    [
        GTUBE,
        f"<html><body><p>Hello</p><p>{GTUBE}</p></body></html>",
        f"<!-- {GTUBE} --><p>{GTUBE}</p>",
        f"Subject: test\n\n{GTUBE}\n".encode(),
        INVOICE.replace("Thank you", GTUBE),
        message(INVOICE.replace("Thank you", GTUBE)),
    ],
    ids=["bare", "html", "comment", "message", "invoice", "EmailMessage"],
)
def test_gtube_is_spam(source: object) -> None:
    report = spamscore.check(source)
    assert report.verdict == "spam"
    assert any("gtube" in finding.rule.id for finding in report.findings)


@pytest.mark.parametrize(
    "source",
    ["", "Hello Anna,", "<p>Hello Anna,</p>", "   ", "<html></html>", b"From: A <a@shop.example>\nSubject: Photo\n\n"],
)
def test_too_little_to_judge_is_unsure(source: object) -> None:
    assert spamscore.check(source).verdict == "unsure"


@pytest.mark.parametrize("source", [b"", b"Subject: hi\n\n", '<img src="cid:sale" width="600" height="900">'])
def test_nothing_to_read_is_unsure_even_with_a_small_finding(source: object) -> None:
    assert spamscore.check(source).verdict == "unsure"


def test_an_image_alone_is_unsure_and_says_why() -> None:
    report = spamscore.check(IMAGE_ONLY)
    assert report.verdict in ("unsure", "spam")
    assert report.findings


def test_an_image_without_a_link_is_unsure_and_says_why() -> None:
    report = spamscore.check('<img src="https://shop.example/sale.jpg" width="600" height="900">')
    assert report.verdict == "unsure"
    assert report.findings


@pytest.mark.parametrize(
    "source", [INVOICE, message(), {"source": INVOICE, "subject": "Invoice 2041", "kind": "transactional"}]
)
def test_a_modest_invoice_is_ok(source: object) -> None:
    report = spamscore.check(**source) if isinstance(source, dict) else spamscore.check(source)
    assert report.verdict == "ok"
    assert report.points < THRESHOLD_POINTS - 1


@pytest.mark.parametrize("source", [PHISHING, message(PHISHING)], ids=["body", "message"])
def test_phishing_is_spam_with_reasons(source: object) -> None:
    report = spamscore.check(source)
    assert report.verdict == "spam"
    assert len(report.findings) >= 3
    assert "link-text-mismatch" in {finding.rule.id for finding in report.findings}
    for finding in report.findings:
        assert finding.evidence
        assert len(finding.spans) == len(finding.evidence)
        assert finding.rule.advice


def test_an_address_that_opens_a_bare_number_is_a_mismatch() -> None:
    report = spamscore.check('<p>Please see</p><a href="http://192.0.2.7/in">https://www.bank.example/in</a>')
    assert "link-text-mismatch" in {finding.rule.id for finding in report.findings}


def test_findings_come_heaviest_first() -> None:
    points = [finding.points for finding in spamscore.check(PHISHING).findings]
    assert points == sorted(points, reverse=True)


def test_a_comparison_is_explained_in_full() -> None:
    found = spamscore.compare(INVOICE, PHISHING)
    assert sum(each.points for each in found.changes) == found.new.points - found.old.points
    assert found.new == spamscore.check(PHISHING)
    assert found.old == spamscore.check(INVOICE)
    assert [abs(each.points) for each in found.changes] == sorted(
        (abs(each.points) for each in found.changes), reverse=True
    )
    assert any(each.source == "link-text-mismatch" and each.points > 0 for each in found.changes)
    back = spamscore.compare(PHISHING, INVOICE)
    assert {(each.source, -each.points) for each in back.changes} == {
        (each.source, each.points) for each in found.changes
    }


def test_rules_that_share_an_id_are_compared_as_one_sum() -> None:
    twin = next(rule for rule in RULES if rule.id == "link-text-mismatch")
    found = spamscore.compare(INVOICE, PHISHING, rules=(twin, twin))
    assert sum(each.points for each in found.changes) == found.new.points - found.old.points
    of_rules = [each for each in found.new.contributions if each.kind == "rule"]
    assert len(of_rules) == 2
    assert [each.points for each in found.changes if each.kind == "rule"] == [sum(each.points for each in of_rules)]


def test_a_comparison_with_itself_is_empty() -> None:
    assert spamscore.compare(INVOICE, INVOICE).changes == ()


def test_the_same_mail_in_any_form_has_the_same_report(tmp_path: Path) -> None:
    mail = message(PHISHING)
    file = tmp_path / "mail.eml"
    file.write_bytes(mail.as_bytes())
    forms = (mail, mail.as_bytes(), file, read(file))
    assert len({json.dumps(spamscore.check(form).as_dict()) for form in forms}) == 1


def test_not_checked_names_the_eight_other_causes() -> None:
    whole, bare = spamscore.check(message()), spamscore.check(INVOICE)
    assert len(OTHER_CAUSES) == 8
    for report in (whole, bare):
        assert report.not_checked[:8] == OTHER_CAUSES
    assert "headers" in bare.not_checked[8]
    assert str(sum(not each.can_judge(read(INVOICE)) for each in RULES)) in bare.not_checked[8]
    for cause in OTHER_CAUSES:
        assert cause in str(bare)


@rule(
    "no-lamps", title="Lamps", advice="Sell chairs.", points=2.0, source="the house",
    fires=["a lamp"], quiet=["a chair", "a table"],
)  # fmt: skip
def no_lamps(mail: Mail) -> list[str]:
    """We sell chairs."""
    return [word for word in mail.words if word == "lamp"]


def test_a_users_own_rule_counts() -> None:
    body = INVOICE.replace("Oak shelf", "Oak lamp")
    report = spamscore.check(body, rules=(*RULES, no_lamps))
    assert isinstance(no_lamps, Rule)
    assert report.points > spamscore.check(body).points
    assert [finding.evidence[0].quote for finding in report.findings if finding.rule.id == "no-lamps"] == ["lamp"]
    assert spamscore.check(body, rules=iter((*RULES, no_lamps))) == report
    assert spamscore.check(body, rules=()).findings == ()


@pytest.mark.parametrize("mistake", ["models/default", 3, {}, Path("models/default")])
def test_a_wrong_model_is_a_type_error(mistake: object) -> None:
    for call in (spamscore.score, spamscore.check):
        with pytest.raises(TypeError, match=r"load_model"):
            call(INVOICE, model=mistake)


def test_a_wrong_keyword_is_an_error() -> None:
    with pytest.raises(TypeError):
        spamscore.check(INVOICE, subjekt="x")
    with pytest.raises(ValueError, match="marketing"):
        spamscore.check(INVOICE, kind="spam")


@pytest.mark.parametrize(("points", "threshold", "score"), [(5, 0.5, 0.5), (5, 0.9, 0.9), (5 + math.log(9), 0.5, 0.9)])
def test_five_points_are_the_threshold(points: float, threshold: float, score: float) -> None:
    assert probability(points, threshold) == pytest.approx(score)


@pytest.mark.parametrize("points", [-1e6, 1e6])
def test_a_score_is_never_certain(points: float) -> None:
    assert 0 < probability(points, 0.5) < 1
