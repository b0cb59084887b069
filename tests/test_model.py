"""The model: the shipped one loads, a damaged or foreign one is an error that says what to do, its caps hold."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spamscore
from spamscore import ModelError, assets, features, load_model, ngrams
from spamscore.mail import read
from spamscore.model import Model, Part, digest, exact

SHIPPED = assets.folder("models") / "default"
MAX_BYTES = 6_000_000
CONVICTING = "<p>claim your prize, get rich quick, next of kin</p><a href='http://192.0.2.7/'>www.bank.example</a>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model that a test may break."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def respell(folder: Path, **changes: object) -> None:
    """Change the description and sign it anew, as someone who writes a model by hand would."""
    spec = json.loads((folder / "model.json").read_text("utf-8"))
    spec |= changes
    resign(folder, spec)


def resign(folder: Path, spec: dict[str, object]) -> None:
    spec["hash"] = digest({**spec, "hash": ""}, (folder / "weights.npz").read_bytes())
    (folder / "model.json").write_text(json.dumps(spec), encoding="utf-8")


def reweigh(folder: Path, **arrays: np.ndarray) -> None:
    """Put other arrays into the weights and sign them."""
    with np.load(folder / "weights.npz") as loaded:
        every = {name: loaded[name] for name in loaded.files} | arrays
    np.savez(folder / "weights.npz", **{name: value for name, value in every.items() if value.size})
    resign(folder, json.loads((folder / "model.json").read_text("utf-8")))


def flip_a_byte(folder: Path) -> None:
    blob = bytearray((folder / "weights.npz").read_bytes())
    blob[len(blob) // 2] ^= 1
    (folder / "weights.npz").write_bytes(bytes(blob))


def edit(folder: Path) -> None:
    path = folder / "model.json"
    path.write_text(path.read_text("utf-8").replace('"threshold": 0.', '"threshold": 0.0'), encoding="utf-8")


def unknown_feature(folder: Path) -> None:
    spec = json.loads((folder / "model.json").read_text("utf-8"))
    respell(folder, body=spec["body"] | {"features": ["phase_of_the_moon", *spec["body"]["features"][1:]]})


def pickled(folder: Path) -> None:
    """An array of Python objects: reading it would run whatever its author wrote."""
    raw = io.BytesIO()
    np.lib.format.write_array(raw, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(folder / "weights.npz", "a") as archive:
        archive.writestr("extra.npy", raw.getvalue())
    respell(folder)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a flipped byte": (flip_a_byte, "damaged"),
    "an edited description": (edit, "damaged"),
    "no weights": (lambda folder: (folder / "weights.npz").unlink(), "expected model.json and weights.npz"),
    "no description": (lambda folder: (folder / "model.json").unlink(), "expected model.json and weights.npz"),
    "nothing at all": (shutil.rmtree, "no model at"),
    "weights cut short": (lambda folder: (folder / "weights.npz").write_bytes(b"PK"), "damaged"),
    "another schema": (lambda folder: respell(folder, schema=99), "schema 99.*retrain"),
    "an unknown feature": (unknown_feature, "phase_of_the_moon.*retrain"),
    "JSON of something else": (lambda folder: (folder / "model.json").write_text('{"a": 1}'), "no spamscore model"),
    "a JSON list": (lambda folder: (folder / "model.json").write_text("[]"), "no spamscore model"),
    "no JSON": (lambda folder: (folder / "model.json").write_bytes(b"\xff\x00"), "cannot be read"),
    "text weights of another size": (lambda folder: reweigh(folder, text=np.zeros(8)), "text weights.*retrain"),
    "an array left out": (lambda folder: reweigh(folder, body_edges=np.zeros(0)), "cannot be read"),
    "a pickle inside": (pickled, "cannot be read"),
}


@pytest.mark.parametrize(("break_it", "said"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_model_is_an_error_that_says_so(folder: Path, break_it: Callable[[Path], object], said: str) -> None:
    break_it(folder)
    with pytest.raises(ModelError, match=said) as caught:
        load_model(folder)
    assert str(folder) in str(caught.value) or "retrain" in str(caught.value)
    assert isinstance(caught.value, spamscore.SpamscoreError)


WRONG: dict[str, dict[str, np.ndarray]] = {
    "fewer bins": {"body_weights": np.zeros((3, 6), np.float32)},
    "edges of other features": {"sender_edges": np.zeros((2, 5), np.float32)},
    "one dimension": {"body_weights": np.zeros(6, np.float32)},
    "not a number": {"text": np.full(2**ngrams.BITS, np.nan, np.float16)},
}


@pytest.mark.parametrize("arrays", WRONG.values(), ids=WRONG)
def test_arrays_that_do_not_fit_are_an_error(folder: Path, arrays: dict[str, np.ndarray]) -> None:
    reweigh(folder, **arrays)
    with pytest.raises(ModelError):
        load_model(folder)


@pytest.mark.parametrize("mistake", [3, b"models/default", ["models"], object()])
def test_anything_but_a_path_is_a_type_error(mistake: object) -> None:
    with pytest.raises(TypeError, match="takes a path"):
        load_model(mistake)


def test_a_path_may_be_written_either_way() -> None:
    assert load_model(SHIPPED) is load_model(str(SHIPPED)) is load_model(SHIPPED)
    assert load_model().name == load_model(SHIPPED).name


def test_no_model_never_means_another_model(folder: Path) -> None:
    shutil.rmtree(folder)
    with pytest.raises(ModelError):
        spamscore.score("<p>Hello</p>", model=load_model(folder))


def test_the_shipped_model_is_small_and_whole() -> None:
    model = load_model()
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= MAX_BYTES
    assert 0 < model.threshold < 1
    assert model.review < 5
    for part in (model.body, model.sender):
        assert part.edges.shape[0] == part.weights.shape[0] == len(part.columns) == len(part.groups)
        assert part.edges.shape[1] == part.weights.shape[1] - 1
        assert np.isfinite(part.weights).all()
        assert (np.sort(part.edges, axis=1) == part.edges).all()
    for words in (model.text, model.note):
        assert np.isfinite(words.weights).all()
    assert {"seed", "trained_on"} <= set(model.card)


def test_evidence_of_spam_weighs_nothing_or_more() -> None:
    blend = load_model().blend
    assert min(blend.body, blend.text, blend.sender, blend.rules) >= 0
    assert blend.rules > 0
    assert blend.chapter_cap > 0


def part(floors: list[float], limit: float) -> Part:
    """Two features of one group and one of another; below 1 each says -4, else +4."""
    weights = np.array([[-4.0, 4.0]] * 3)
    return Part(np.arange(3), np.ones((3, 1)), weights, np.array([0, 0, 1]), np.array(floors), limit)


@pytest.mark.parametrize(
    ("values", "floors", "limit", "amounts"),
    [
        ([0, 0, 0], [-99, -99], 99, [-4, -4, -4]),
        ([0, 0, 0], [-3, -99], 99, [-1.5, -1.5, -4]),
        ([0, 0, 0], [-3, -3], 99, [-1.5, -1.5, -3]),
        ([2, 2, 2], [-3, -3], 99, [4, 4, 4]),
        ([2, 2, 2], [-3, -3], 6, [2, 2, 2]),
        ([0, 2, 2], [-3, -3], 99, [-4, 4, 4]),
        ([0, 0, 0], [0, 0], 99, [0, 0, 0]),
    ],
)
def test_caps(values: list[float], floors: list[float], limit: float, amounts: list[float]) -> None:
    assert part(floors, limit).weigh(np.array(values, dtype=float)) == pytest.approx(np.array(amounts))


def test_a_value_on_the_border_falls_into_the_upper_bin() -> None:
    assert part([-99, -99], 99).weigh(np.array([1.0, np.nextafter(1, 0), 1.0])).tolist() == [4, -4, 4]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-2, 50), min_size=len(features.FEATURES), max_size=len(features.FEATURES)))
def test_the_shipped_parts_stay_within_their_limits(values: list[float]) -> None:
    model = load_model()
    for each in (model.body, model.sender):
        amounts = each.weigh(np.array(values))
        sums = np.bincount(each.groups, amounts, minlength=len(each.floors))
        assert abs(amounts.sum()) <= each.limit + 1e-9
        assert (sums >= each.floors - 1e-9).all()


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_text_stays_within_its_limit(text: str) -> None:
    prepared = ngrams.prepare(text * 5)
    for words in (load_model().text, load_model().note):
        weight, unit = words.weigh(prepared)
        assert words.floor <= weight <= words.limit
        assert weight == pytest.approx(unit * words.weights[ngrams.buckets(prepared)].sum(), abs=1e-9)


def test_notes_have_an_opinion_on_words_of_their_own(folder: Path) -> None:
    note, designed = (
        "Please send the forms by Friday.",
        "<style>p{color:red}</style><p>Please send the forms by Friday.</p>",
    )
    before = [spamscore.check(each, model=load_model(folder)) for each in (note, designed)]
    spec = json.loads((folder / "model.json").read_text("utf-8"))
    reweigh(folder, note=np.full(2**ngrams.BITS, 0.02, dtype=np.float16))
    respell(folder, note_floor=-1.0, note_limit=9.0, blend=spec["blend"] | {"note_text": 1.0})
    other = load_model(folder.rename(folder.with_name("other")))
    after = [spamscore.check(each, model=other) for each in (note, designed)]
    assert after[0].points != before[0].points
    assert after[1].points == before[1].points
    assert sum(each.points for each in after[0].contributions) == after[0].points


def test_a_model_of_one_opinion_on_words_still_loads(folder: Path) -> None:
    reweigh(folder, note=np.zeros(0))
    model = load_model(folder)
    assert model.note is model.text


def test_a_models_own_threshold_is_five_points(folder: Path) -> None:
    strict, mild = load_model(), 0.999
    respell(folder, threshold=mild)
    other = load_model(folder)
    assert isinstance(other, Model)
    report = spamscore.check(CONVICTING, model=other)
    assert report.threshold == mild
    assert report.points < spamscore.check(CONVICTING, model=strict).points
    assert report.score == pytest.approx(spamscore.check(CONVICTING, model=strict).score, abs=1e-6)


@given(st.lists(st.floats(-30, 30), max_size=200))
def test_exact_amounts_can_be_added_in_any_order(amounts: list[float]) -> None:
    found = exact(np.array(amounts))
    assert sum(found.tolist()) == sum(reversed(found.tolist())) == float(found.sum())
    assert np.abs(found - np.array(amounts)).max(initial=0) <= 2**-21


def test_a_mail_without_words_is_weighed() -> None:
    assert load_model().text.weigh("") == (0.0, 0.0)
    assert np.isfinite(load_model().body.weigh(features.measure(read("")))).all()
