"""The features, chapter by chapter; `measure` gives them as one vector. `FEATURES` fixes the order."""

import numpy as np
import numpy.typing as npt

from spamscore.features import addresses, agreement, footer, sender, structure, wording
from spamscore.features.feature import Feature, feature
from spamscore.features.view import View
from spamscore.mail import Mail

CHAPTERS = (agreement, structure, addresses, wording, footer, sender)
FEATURES: tuple[Feature, ...] = tuple(
    each for chapter in CHAPTERS for each in vars(chapter).values() if isinstance(each, Feature)
)

__all__ = ["CHAPTERS", "FEATURES", "Feature", "View", "feature", "is_note", "measure"]

_MEASURES = tuple(each.measure for each in FEATURES)
_HTML, _PLAIN = (FEATURES.index(each) for each in (structure.is_html, structure.plain_note))


def measure(mail: Mail) -> npt.NDArray[np.float64]:
    """The features of a mail, shape (len(FEATURES),), in the order of `FEATURES`; units as each describes.

    Values are rounded to 32 bits, as in training: a value on the border of a bin falls into the same one.
    """
    view = View(mail)
    return np.array([measured(view) for measured in _MEASURES], dtype=np.float32).astype(np.float64)


def is_note(values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Whether features, shape (…, len(FEATURES)), are those of a mail without design, as a person types it: shape (…,).

    There the words are most of what can be judged; in a designed mail they are little.
    """
    return np.asarray((values[..., _HTML] == 0) | (values[..., _PLAIN] == 1))
