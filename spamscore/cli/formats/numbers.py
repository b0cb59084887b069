"""Amounts as people read them: two or three digits, and never as zero or certain what is not."""


def points(amount: float) -> str:
    """Points with two digits, and never as zero what is not.

    >>> points(2.345), points(0.001), points(-0.001), points(0.0)
    ('2.35', 'under 0.01', 'above -0.01', '0')
    """
    if amount == 0:
        return "0"
    if abs(amount) < 0.005:
        return "under 0.01" if amount > 0 else "above -0.01"
    return f"{amount:.2f}"


def score(amount: float) -> str:
    """A probability with three digits, and never as certain what is not.

    >>> score(0.5), score(0.0001), score(0.99999)
    ('0.500', 'under 0.001', 'above 0.999')
    """
    if amount < 0.0005:
        return "under 0.001"
    return "above 0.999" if amount >= 0.9995 else f"{amount:.3f}"


def signed(amount: float) -> str:
    """Points that one reason adds or takes, with their sign.

    >>> signed(1.5), signed(0.0), signed(0.0001), signed(-0.0001)
    ('+1.50', '0', '<+0.01', '>-0.01')
    """
    if abs(amount) < 0.005:
        return "0" if amount == 0 else ("<+0.01" if amount > 0 else ">-0.01")
    return f"{amount:+.2f}"


def count(number: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> count(1, "mail"), count(3, "mail"), count(2, "finding")
    ('1 mail', '3 mails', '2 findings')
    """
    return f"{number:,} {one}" if number == 1 else f"{number:,} {several or one + 's'}"
