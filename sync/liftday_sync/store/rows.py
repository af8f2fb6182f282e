"""Turns the domain's nouns into JSON text and back, led by their own type hints.

A new field of a noun needs no new column and no line here: what is missing in old text takes the field's default, what
is unknown in newer text is ignored. Converters are built once for each type, so that thousands of rows stay cheap.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, NewType, TypeAliasType, Union, cast, get_args, get_origin, get_type_hints

from liftday_sync.errors import StoreError

type Convert = Callable[[Any], Any]
type Pair = tuple[Convert | None, Convert | None]
"""How a value becomes JSON and comes back; None where it is already what it should be."""

PLAIN: Pair = (None, None)


def as_text(document: Any) -> str:
    """Plain JSON values as the compact text that columns hold."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def document_of(text: str | None) -> Any:
    """The plain JSON values of such a text."""
    return None if text is None else json.loads(text)


class Codec[T]:
    """Writes one dataclass as compact JSON text and reads it back."""

    def __init__(self, cls: type[T], *, without: tuple[str, ...] = ()) -> None:
        """`without`: fields that are kept elsewhere; they come back as their defaults."""
        self._cls = cls
        self._encode, self._decode = _dataclass_pair(cls, without)

    def dump(self, value: T) -> str:
        """The value as JSON text; the same value gives the same text."""
        return as_text(self._encode(value))

    def document(self, value: T) -> dict[str, Any]:
        """The same as plain JSON values."""
        return cast("dict[str, Any]", self._encode(value))

    def load(self, text: str) -> T:
        """The value that was written. Raises `StoreError` when the text does not fit the type."""
        try:
            return cast("T", self._decode(json.loads(text)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreError(
                f"A stored {self._cls.__name__} can't be read ({error}): restore a backup with `liftday db restore`."
            ) from error


def _dataclass_pair(cls: type, without: tuple[str, ...] = ()) -> tuple[Convert, Convert]:
    hints = get_type_hints(cls)
    pairs = [(field, _pair(hints[field.name])) for field in fields(cls) if field.init and field.name not in without]
    writers = [(field.name, pair[0], _left_out(field)) for field, pair in pairs]
    readers = {field.name: pair[1] for field, pair in pairs}

    def encode(value: Any) -> dict[str, Any]:
        document = {}
        for name, convert, left_out in writers:
            item = getattr(value, name)
            if item is left_out or item == () == left_out:
                continue
            document[name] = item if convert is None else convert(item)
        return document

    def decode(document: dict[str, Any]) -> Any:
        values = {}
        for name, item in document.items():
            if name in readers:
                convert = readers[name]
                values[name] = item if convert is None else convert(item)
        return cls(**values)

    return encode, decode


def _left_out(field: Field[Any]) -> Any:
    """The default that need not be written: nothing, or an empty tuple. Other defaults may change one day."""
    return field.default if field.default is None or field.default == () else MISSING


@cache
def _pair(hint: Any) -> Pair:
    """The converters of a type."""
    if isinstance(hint, NewType):
        return _pair(hint.__supertype__)
    if isinstance(hint, TypeAliasType):
        return _pair(hint.__value__)
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass_pair(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return (lambda member: member.value), hint
    if hint in {datetime, date, time}:
        return hint.isoformat, hint.fromisoformat
    return _generic_pair(get_origin(hint), get_args(hint), hint)


def _generic_pair(origin: Any, args: tuple[Any, ...], hint: Any) -> Pair:
    """The converters of a type that holds other types."""
    if origin in {Union, UnionType}:
        return _optional_pair(args, hint)
    if origin in {tuple, frozenset}:
        return _sequence_pair(origin, args)
    if origin is Mapping:
        return _mapping_pair(*args)
    if hint in {str, int, float, bool, Any}:
        return PLAIN
    raise TypeError(f"The store does not know how to write {hint}.")


def _optional_pair(args: tuple[Any, ...], hint: Any) -> Pair:
    inner = [arg for arg in args if arg is not NoneType]
    if len(inner) != 1:
        raise TypeError(f"The store can't tell which of {hint} a value is.")
    encode, decode = _pair(inner[0])
    return (
        None if encode is None else (lambda item: None if item is None else encode(item)),
        None if decode is None else (lambda item: None if item is None else decode(item)),
    )


def _sequence_pair(origin: type, args: tuple[Any, ...]) -> Pair:
    if origin is tuple and args[1:] != (Ellipsis,):
        raise TypeError(f"The store writes tuples of one type and any length, not {args}.")
    encode, decode = _pair(args[0])

    def write(items: Any) -> list[Any]:
        written = list(items) if encode is None else [encode(item) for item in items]
        return sorted(written) if origin is frozenset else written

    def read(items: list[Any]) -> Any:
        return origin(items) if decode is None else origin([decode(item) for item in items])

    return write, read


def _mapping_pair(key: Any, value: Any) -> Pair:
    encode_key, decode_key = (convert or _same for convert in _pair(key))
    encode, decode = (convert or _same for convert in _pair(value))
    return (
        lambda items: {encode_key(name): encode(item) for name, item in items.items()},
        lambda items: MappingProxyType({decode_key(name): decode(item) for name, item in items.items()}),
    )


def _same(item: Any) -> Any:
    return item
