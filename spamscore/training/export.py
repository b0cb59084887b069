"""Writes a model folder: ``model.json`` and ``weights.npz``; the same input gives the same bytes."""

import io
import json
import math
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from spamscore import features
from spamscore.model import SCHEMA, Blend, Model, Part, digest
from spamscore.report import THRESHOLD_POINTS
from spamscore.training.fit import Fitted, Settings
from spamscore.training.table import Array

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can state: no clock in the bytes


def _spec(part: Part) -> dict[str, Any]:
    return {
        "features": [features.FEATURES[column].name for column in part.columns],
        "groups": [int(group) for group in part.groups],
        "floors": [float(floor) for floor in part.floors],
        "limit": part.limit,
    }


def _archive(arrays: Mapping[str, Array]) -> bytes:
    blob = io.BytesIO()
    with zipfile.ZipFile(blob, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            raw = io.BytesIO()
            np.lib.format.write_array(raw, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _EPOCH), raw.getvalue(), zipfile.ZIP_DEFLATED)
    return blob.getvalue()


def assemble(
    name: str, fitted: Fitted, blend: Blend, settings: Settings, *, threshold: float, review: float,
    card: Mapping[str, Any] | None = None,
) -> Model:  # fmt: skip
    """The model made of the fitted parts; ``threshold`` and ``review`` are log-odds of the blend."""
    intercept = blend.intercept + blend.body * fitted.body_intercept  # the body's own intercept joins the base
    points = THRESHOLD_POINTS + min(review - threshold, -0.1)
    return Model(
        name, fitted.body, fitted.sender, *fitted.texts(settings), replace(blend, intercept=intercept),
        1 / (1 + math.exp(-threshold)), points, card or {},
    )  # fmt: skip


def export(folder: Path, model: Model) -> None:
    """Write the model to a folder (made when absent). Weights are rounded: text to float16, the others to 1e-5."""
    arrays: dict[str, Array] = {
        "body_edges": model.body.edges.astype(np.float32),
        "body_weights": np.round(model.body.weights, 5).astype(np.float32),
        "sender_edges": model.sender.edges.astype(np.float32),
        "sender_weights": np.round(model.sender.weights, 5).astype(np.float32),
        "text": model.text.weights.astype(np.float16),
        "note": model.note.weights.astype(np.float16),
    }
    blob = _archive(arrays)
    spec: dict[str, Any] = {
        "format": "spamscore-model", "schema": SCHEMA, "name": model.name, "hash": "",
        "body": _spec(model.body), "sender": _spec(model.sender), "text_floor": model.text.floor, "text_limit": model.text.limit,
        "note_floor": model.note.floor, "note_limit": model.note.limit,
        "blend": {name: round(value, 6) for name, value in asdict(model.blend).items()},
        "threshold": round(model.threshold, 6), "review": round(model.review, 4), "card": dict(model.card),
    }  # fmt: skip
    spec["hash"] = digest(spec, blob)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.npz").write_bytes(blob)
    (folder / "model.json").write_text(json.dumps(spec, indent=1, sort_keys=True) + "\n", encoding="utf-8")
