"""Canonical JSON: RFC 8785 without floats and with ASCII keys (draw.md section 0)."""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

from suicha.dr1.refusal import InputError

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

# The largest integers that every JSON reader, JavaScript's included, keeps exact.
INTEGER_LIMIT = 2**53
NOT_CANONICAL = "not canonical JSON (RFC 8785: integers below 2^53, ASCII keys)"


def encode(value: Json) -> bytes:
    """Return the canonical UTF-8 bytes of a value; ValueError if it has no canonical form here."""
    _check(value)
    # For checked values RFC 8785 and json agree: the same short escapes, lower-case \u00xx for the
    # other control characters, and for ASCII keys the same order by UTF-16 unit and by code point.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def decode(data: bytes, file: str) -> Json:
    """Return the value of canonical bytes; InputError with the file if they are not."""
    try:
        value: Json = json.loads(data.decode(), parse_float=_refuse, parse_constant=_refuse)
        canonical = encode(value)
    except (ValueError, RecursionError) as error:
        raise InputError(file, None, NOT_CANONICAL) from error
    # Comparing bytes also finds what a parser forgives: spaces, key order, repeated keys, -0.
    if canonical != data:
        raise InputError(file, None, NOT_CANONICAL)
    return value


def _refuse(number: str) -> NoReturn:
    message = f"{number} is not an integer"
    raise ValueError(message)


def _check(value: object) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            _check_integer(value)
        case list() | tuple():
            for item in value:
                _check(item)
        case dict():
            for key, item in value.items():
                _check_key(key)
                _check(item)
        case _:
            message = f"{type(value).__name__} has no canonical form"
            raise ValueError(message)


def _check_integer(number: int) -> None:
    if abs(number) >= INTEGER_LIMIT:
        message = f"{number} is not below 2^53"
        raise ValueError(message)


def _check_key(key: object) -> None:
    if not (isinstance(key, str) and key.isascii()):
        message = f"{key} is not ASCII text"
        raise ValueError(message)
