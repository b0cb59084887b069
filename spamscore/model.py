"""Model: trained weights, loaded from data files. Only adds and multiplies; no scikit-learn."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from spamscore import features, ngrams
from spamscore.assets import folder
from spamscore.errors import ModelError

Floats = npt.NDArray[np.float64]
SCHEMA = 2
_GRID = 2.0**20  # contributions are multiples of 1/_GRID: sums of such floats are exact in any order


def exact(amounts: Floats) -> Floats:
    """The amounts on a binary grid of 2**-20, so that they can be summed in any order without rounding."""
    return np.asarray(np.round(amounts * _GRID) / _GRID)


@dataclass(frozen=True, slots=True)
class Part:
    """A linear model on numbers cut into bins: each feature adds the weight of the bin that its value falls into."""

    columns: npt.NDArray[np.int64]  # (f,) index of each input in features.FEATURES
    edges: Floats  # (f, b-1) ascending, padded with +inf
    weights: Floats  # (f, b) log-odds
    groups: npt.NDArray[np.int64]  # (f,) the group whose cap holds for the feature
    floors: Floats  # (g,) the least (most ham-like) sum that a group may add, <= 0
    limit: float  # the whole part stays within ± limit

    def weigh(self, values: Floats) -> Floats:
        """Each input's log-odds, shape (f,), from the whole feature vector."""
        bins = (values[self.columns, None] >= self.edges).sum(axis=1)
        amounts = self.weights[np.arange(len(self.columns)), bins]
        sums = np.bincount(self.groups, amounts, minlength=len(self.floors))
        scale = np.where(sums < self.floors, self.floors / np.minimum(sums, -1e-9), 1.0)
        amounts = amounts * scale[self.groups]
        total = abs(float(amounts.sum()))
        return np.asarray(amounts * (self.limit / total if total > self.limit else 1.0))


@dataclass(frozen=True, slots=True)
class Blend:
    """How the witnesses are added up, all in log-odds: intercept + body + text + sender + rules."""

    intercept: float
    body: float
    text: float  # of a designed mail
    note_text: float  # of a mail without design (`features.is_note`)
    sender: float
    rules: float  # log-odds per rule point, >= 0
    chapter_cap: float  # rule points that one chapter can add (or its biggest rule, if that is more)


@dataclass(frozen=True, slots=True)
class Text:
    """A linear model on the n-grams of a text; what it says stays between a floor and a limit."""

    weights: Floats  # (2**ngrams.BITS,) log-odds before division by the root of the number of distinct n-grams
    floor: float  # the least (most ham-like) that words may say, <= 0: good words cost a forger nothing
    limit: float

    def weigh(self, prepared: str) -> tuple[float, float]:
        """Log-odds of a prepared text (clipped), and what one unit of an n-gram's weight adds to it."""
        found = ngrams.buckets(prepared)
        if not len(found):
            return 0.0, 0.0
        scale = float(len(found)) ** -0.5
        raw = float(self.weights[found].sum()) * scale
        clipped = min(max(raw, self.floor), self.limit)
        return clipped, scale * (clipped / raw if raw else 1.0)


@dataclass(frozen=True)
class Model:
    """Everything that turns a mail's numbers and words into a score."""

    name: str
    body: Part
    sender: Part
    text: Text  # of a designed mail
    note: Text  # of a mail without design
    blend: Blend
    threshold: float  # probability from which a mail is called spam: points 5.0
    review: float  # points from which a mail deserves a look
    card: Mapping[str, Any]  # trained_on, metrics, seed: for people


def _part(spec: Mapping[str, Any], arrays: Mapping[str, Any], name: str) -> Part:
    order = {each.name: place for place, each in enumerate(features.FEATURES)}
    unknown = [feature for feature in spec["features"] if feature not in order]
    if unknown:
        raise ModelError(
            f"the model uses features that this version does not know: {', '.join(unknown[:3])}; retrain it"
        )
    columns = np.array([order[feature] for feature in spec["features"]], dtype=np.int64)
    edges, weights = (np.asarray(arrays[f"{name}_{kind}"], dtype=np.float64) for kind in ("edges", "weights"))
    groups, floors = np.array(spec["groups"], dtype=np.int64), np.array(spec["floors"], dtype=np.float64)
    fits = weights.ndim == edges.ndim == 2 and weights.shape == (len(columns), edges.shape[1] + 1)
    if not fits or len(edges) != len(columns) or len(groups) != len(columns) or groups.max(initial=0) >= len(floors):
        raise ModelError(f"the model's {name} tables do not fit its {len(columns)} features: restore or retrain it")
    if not np.isfinite(weights).all() or np.isnan(edges).any():
        raise ModelError(f"the model's {name} weights are not all numbers: restore or retrain it")
    return Part(columns, edges, weights, groups, floors, float(spec["limit"]))


def _text(spec: Mapping[str, Any], arrays: Mapping[str, Any], name: str) -> Text:
    weights = np.asarray(arrays[name], dtype=np.float64)
    if weights.shape != (2**ngrams.BITS,):
        raise ModelError(
            f"the model has {weights.shape} {name} weights, this version reads {2**ngrams.BITS}: retrain it"
        )
    if not np.isfinite(weights).all():
        raise ModelError(f"the model's {name} weights are not all numbers: restore or retrain it")
    return Text(weights, float(spec[f"{name}_floor"]), float(spec[f"{name}_limit"]))


def _read(path: Path) -> Model:
    raw = (path / "model.json").read_bytes()
    spec = json.loads(raw)
    if not isinstance(spec, dict) or spec.get("format") != "spamscore-model":
        raise ModelError(f"{path} holds no spamscore model")
    if spec["schema"] != SCHEMA:
        raise ModelError(f"{path} has model schema {spec['schema']}, this version reads {SCHEMA}: retrain it")
    blob = (path / "weights.npz").read_bytes()
    if digest({**spec, "hash": ""}, blob) != spec["hash"]:
        raise ModelError(f"{path} is damaged: its content does not match its hash; restore or retrain it")
    with np.load(io.BytesIO(blob), allow_pickle=False) as arrays:
        loaded = {name: arrays[name] for name in arrays.files}
    body, sender = (_part(spec[name], loaded, name) for name in ("body", "sender"))
    blend = Blend(**spec["blend"])
    text = _text(spec, loaded, "text")
    note = _text(spec, loaded, "note") if "note" in loaded else text  # models of before had one opinion for both
    return Model(
        spec["name"], body, sender, text, note, blend, float(spec["threshold"]), float(spec["review"]), spec["card"]
    )


def digest(spec: Mapping[str, Any], blob: bytes) -> str:
    """SHA-256 over a model's description (its own hash blank) and its weights."""
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode() + b"\0" + blob).hexdigest()


@lru_cache(maxsize=4)
def _load(path: Path) -> Model:
    try:
        return _read(path)
    except ModelError:
        raise
    except FileNotFoundError as error:
        raise ModelError(f"no model at {path}: expected model.json and weights.npz") from error
    except Exception as error:  # whatever a foreign file breaks, the caller gets one clear error
        raise ModelError(f"{path} cannot be read as a spamscore model: {error}") from error


def load_model(path: str | Path | None = None) -> Model:
    """The model in a folder, or the shipped one when no path is given; cached.

    Raises `ModelError` when it is missing, damaged or made for other features, `TypeError` for anything but a path.
    """
    if path is None:
        return _load(folder("models") / "default")
    if not isinstance(path, str | Path):
        raise TypeError(f"load_model() takes a path, not {type(path).__name__}")
    return _load(Path(path).resolve())
