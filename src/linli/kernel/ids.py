"""Identifiers: check digits of the two national codes, masks, and the alphabet of door codes.

Source: domain 11.5 (GB 32100), 11.6 (GB 11643), 11.7.
"""

import re
import unicodedata

CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"[{CREDIT_LETTERS}]{{18}}")
_IDENTITY = re.compile(r"\d{17}[\dX]")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_TABLE = "10X98765432"
_DOOR_LINK = re.compile(r"/d/([0-9A-Za-z]{1,12})/?")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")

# No 0 O 1 I L: a code is read aloud over the telephone.
DOOR_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
ROW_DIGITS = 18


def credit_code_check(body: str) -> str:
    """The 18th letter of a unified social credit code for its first 17."""
    total = sum(CREDIT_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(body[:17]))
    return CREDIT_LETTERS[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    """Whether `code` is a well-formed 统一社会信用代码 with the right check letter."""
    return bool(_CREDIT.fullmatch(code)) and credit_code_check(code) == code[17]


def is_identity_number(number: str) -> bool:
    """Whether `number` is a well-formed 身份证 number with the right check digit."""
    if not _IDENTITY.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return _IDENTITY_TABLE[total % 11] == number[17]


def row_number(words: str, otherwise: int = 0) -> int:
    """The number of a row as an address or a field carries it: up to eighteen plain digits (a column holds it), else
    what is said."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= ROW_DIGITS else otherwise


def half_width(text: str) -> str:
    """A number as somebody typed it (１３８ ００１３), half-width and without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def door_code(text: str) -> str:
    """A door's code out of what was typed (full-width, with dashes or blanks), or out of the link that a scan gives; at
    most twelve letters and digits, none where there are none."""
    plain = unicodedata.normalize("NFKC", text)
    found = _DOOR_LINK.search(plain)
    letters = found[1] if found else "".join(one for one in plain if one.isascii() and one.isalnum())
    return letters.upper()[:12]


def case_number(words: str) -> str:
    """The number of a case as somebody typed it, the way it is kept: half-width, upper case, without blanks."""
    return half_width(words).upper()


def normal_phone(text: str) -> str | None:
    """`text` as a mobile or landline number without spaces and country code, or None; full-width digits are digits."""
    digits = re.sub(r"[()]|^\+?86(?=1)", "", half_width(text))
    mobile = digits.replace("-", "")
    if _MOBILE.fullmatch(mobile):
        return mobile
    return digits if _LANDLINE.fullmatch(digits) else None


def is_office_phone(phone: str) -> bool:
    """Whether this is the number of an office: a landline, a service number or 400. A mobile is somebody's own."""
    landline = normal_phone(phone)
    service = half_width(phone).replace("-", "")
    return (landline is not None and landline.startswith("0")) or (
        service.isascii() and service.isdecimal() and (len(service) in (5, 6, 7, 8) or service.startswith("400"))
    )


def masked_phone(phone: str) -> str:
    """A phone number for showing: 138****2046."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"{phone[:2]}****{phone[-2:]}"


def masked_name(name: str) -> str:
    """A name for showing: the first character and stars."""
    return name[:1] + "*" * min(2, max(1, len(name) - 1)) if name else ""
