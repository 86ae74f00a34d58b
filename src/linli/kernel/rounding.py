"""Numbers as people round them."""

from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction | Decimal | float, digits: int = 0) -> Decimal:
    """A number to so many digits, a half away from zero (四舍五入); a float is taken for the decimal it is written as,
    so a share is asked for as a Fraction, which has not lost its half."""
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = abs(exact) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if exact >= 0 else -whole).scaleb(-digits)
