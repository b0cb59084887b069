"""Amounts as the page writes them, with a minus sign of its own."""

from spamscore.cli.formats import numbers


def points(amount: float) -> str:
    """Points with one digit, more where one would hide them.

    >>> points(13.91), points(-2.04), points(0.04), points(0.001), points(0.0)
    ('13.9', '−2.0', '0.04', 'under 0.01', '0')
    """
    if amount == 0:
        return "0"
    if abs(amount) < 0.005:
        return "under 0.01" if amount > 0 else "above −0.01"
    return (f"{amount:.2f}" if abs(amount) < 0.05 else f"{amount:.1f}").replace("-", "−")


def signed(amount: float) -> str:
    """An amount with its sign and two digits.

    >>> signed(1.5), signed(-0.25), signed(0.001), signed(-0.001), signed(0.0)
    ('+1.50', '−0.25', '<+0.01', '>−0.01', '0')
    """
    return numbers.signed(amount).replace("-", "−")
