"""No sequence of imports, re-subscribes and events sends to a suppressed address; only an explicit reactivation does.

A model in plain Python says after every step who may get mail, and the database has to agree.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from spamscore.audience import Audience, Consent, SuppressionPolicy, open_audience
from tests.audience.made import happen

START = datetime(2026, 3, 1, tzinfo=UTC)
POLICY = SuppressionPolicy(soft_bounces=3, within=timedelta(hours=20))
CAUSES = {"bounce": "hard bounce", "spamreport": "complaint", "unsubscribe": "unsubscribe", "dropped": "drop"}
NEED = {"complaint", "unsubscribe"}
RUN = count(1)
PEOPLE, LATE = st.integers(0, 1), st.sampled_from([0, 0, 0, 1, 5, 30])  # most news is fresh, some comes late
SAID = st.sampled_from([*CAUSES, *["soft"] * 9, "delivered", "open", "group_resubscribe", "processed"])
EVENTS = st.tuples(PEOPLE, SAID, LATE)


class Lists(RuleBasedStateMachine):
    audience: Audience  # set by the test, one for all runs: each run has addresses of its own

    def __init__(self) -> None:
        super().__init__()
        self.number = next(RUN)
        self.hour = 100
        self.happened: list[tuple[int, str, int]] = []
        self.latest: dict[tuple[int, str], float] = {}
        self.lifted: dict[tuple[int, str], float] = {}

    def address(self, person: int) -> str:
        return f"Person{person}-{self.number}@Shop.example"

    def value(self, person: int, event: str, hour: int) -> dict[str, object]:
        # Every event of a person has an hour of its own, so that the order of two is never a matter of taste.
        when = START + timedelta(hours=hour)
        name, kind = ("bounce", "blocked") if event == "soft" else (event, "bounce")
        identity = f"{self.number}-{person}-{hour}"
        return {
            "email": self.address(person), "event": name, "type": kind, "timestamp": when.timestamp(), "sg_event_id": identity,
        }  # fmt: skip

    @rule(batch=st.lists(EVENTS, min_size=1, max_size=5))
    def imports(self, batch: list[tuple[int, str, int]]) -> None:
        fresh: dict[tuple[int, int], tuple[int, str, int]] = {}
        taken = {(person, hour) for person, _, hour in self.happened}
        for person, event, late in batch:
            self.hour += 1
            if (place := (person, self.hour - late)) not in taken:
                fresh[place] = (person, event, self.hour - late)
        result = happen(self.audience, *(self.value(*each) for each in fresh.values()))
        assert result.new == len(fresh)
        self.happened += fresh.values()
        for person, event, hour in fresh.values():
            if event in CAUSES:
                key = (person, CAUSES[event])
                self.latest[key] = max(hour, self.latest.get(key, hour))
        for person in {person for person, event, _ in fresh.values() if event == "soft"}:
            self.count_soft(person)

    def count_soft(self, person: int) -> None:
        key = (person, "soft bounces")
        if self.active(*key):
            return
        run: list[int] = []
        for hour, event in sorted((hour, event) for who, event, hour in self.happened if who == person):
            if hour <= self.lifted.get(key, -1):
                continue
            if event in ("delivered", "open"):
                run = []
            elif event == "soft":
                run.append(hour)
                if len(run) >= 3 and hour - run[-3] <= 20:
                    self.latest[key] = hour

    @rule(again=st.randoms(use_true_random=False))
    def imports_everything_again(self, again) -> None:
        values = [self.value(*each) for each in self.happened]
        again.shuffle(values)
        assert happen(self.audience, *values).new == 0

    @rule(person=PEOPLE, late=LATE, given=st.sampled_from([0, 0, 0, 3, None]))
    def reactivates(self, person: int, late: int, given: int | None) -> None:
        at = self.hour - late + 0.5
        consent = None if given is None else self.hour - given
        held = [cause for who, cause in self.latest if who == person and self.active(who, cause)]
        fine = bool(held) and all(
            self.latest[person, cause] < at
            and (cause not in NEED or (consent is not None and self.latest[person, cause] < consent + 0.25 <= at))
            for cause in held
        )
        proof = None if consent is None else Consent("form", START + timedelta(hours=consent + 0.25))
        try:
            lifted = self.audience.reactivate(
                self.address(person), who="me", why="test", when=START + timedelta(hours=at), proof=proof
            )
        except ValueError:
            assert not fine
        else:
            assert fine
            assert set(lifted) == set(held)
            self.lifted.update({(person, cause): at for cause in held})

    def active(self, person: int, cause: str) -> bool:
        key = (person, cause)
        return key in self.latest and self.latest[key] > self.lifted.get(key, -1)

    @invariant()
    def only_those_go_out_who_may(self) -> None:
        people = [self.address(person) for person in range(2)]
        held = {person for person, cause in self.latest if self.active(person, cause)}
        sent = list(self.audience.filter(people))
        assert sent == [address for person, address in enumerate(people) if person not in held]


def test_no_sequence_sends_to_a_suppressed_address(opened):
    class Here(Lists):
        audience = opened(policy=POLICY)

    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(
        Here, settings=settings(max_examples=100, stateful_step_count=30, deadline=None, suppress_health_check=checks)
    )


def test_nor_with_hashed_addresses():
    with (
        tempfile.TemporaryDirectory() as folder,
        open_audience(f"sqlite:///{folder}/a.db", key=b"k" * 16, policy=POLICY) as audience,
    ):
        Here = type("Here", (Lists,), {"audience": audience})  # noqa: N806 - a class
        run_state_machine_as_test(Here, settings=settings(max_examples=30, deadline=None))
