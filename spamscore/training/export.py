"""Writes a model folder: ``model.json`` and ``weights.npz``; the same input gives the same bytes."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from spamscore import features
from spamscore.model import SCHEMA, Blend, Part, digest
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


def export(
    folder: Path, name: str, fitted: Fitted, blend: Blend, settings: Settings, *, threshold: float, review: float,
    card: Mapping[str, Any],
) -> None:  # fmt: skip
    """Write the model to a folder (made when absent). Weights are rounded: text to float16, the others to 1e-5."""
    arrays: dict[str, Array] = {
        "body_edges": fitted.body.edges.astype(np.float32),
        "body_weights": np.round(fitted.body.weights, 5).astype(np.float32),
        "sender_edges": fitted.sender.edges.astype(np.float32),
        "sender_weights": np.round(fitted.sender.weights, 5).astype(np.float32),
        "text": fitted.text.astype(np.float16),
    }
    blob = _archive(arrays)
    intercept = blend.intercept + blend.body * fitted.body_intercept  # the body's own intercept joins the base
    spec: dict[str, Any] = {
        "format": "spamscore-model", "schema": SCHEMA, "name": name, "hash": "",
        "body": _spec(fitted.body), "sender": _spec(fitted.sender), "text_limit": settings.text_limit,
        "blend": {
            **{name: round(value, 6) for name, value in asdict(blend).items()}, "intercept": round(intercept, 6)
        },
        "threshold": round(threshold, 6), "review": round(review, 4), "card": dict(card),
    }  # fmt: skip
    spec["hash"] = digest(spec, blob)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.npz").write_bytes(blob)
    (folder / "model.json").write_text(json.dumps(spec, indent=1, sort_keys=True) + "\n", encoding="utf-8")
