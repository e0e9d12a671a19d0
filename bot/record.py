"""Frozen, slotted records that generate no code.

    class Form(Record):
        terms: tuple[int, ...]
        weight: float = 1.0

behaves as it would under `@dataclass(frozen=True, slots=True)`, and type checkers read it
so. But `dataclasses` writes and compiles six methods for every class, half a millisecond
at every start: for the classes that one question needs, as long as a bare Python takes to
start. Here all classes share the methods below, and a class takes a hundredth of that.

Left out on purpose: what `field()` does, class variables, order, and patterns by place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar, dataclass_transform

R = TypeVar("R", bound="Record")


@dataclass_transform(frozen_default=True)
class _Slotted(type):
    """Makes slots of the annotated names, and keeps what they are by default."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> _Slotted:
        own = space.get("__annotations__", ()) if bases else ()  # Record itself has no fields
        if bases:
            space["_defaults"] = {field: space.pop(field) for field in own if field in space}
        space["__slots__"] = (*own, *space.get("__slots__", ()))
        return super().__new__(cls, name, bases, space)


class Record(metaclass=_Slotted):
    """A record: equal to one of its class with equal fields, hashed by them, never changed.

    >>> class Place(Record):
    ...     start: int
    ...     end: int = 9
    >>> Place(3), Place(3) == Place(start=3, end=9), replace(Place(3), end=4)
    (Place(start=3, end=9), True, Place(start=3, end=4))
    """

    _fields: ClassVar[tuple[str, ...]] = ()  # their names, those of the bases first
    _defaults: ClassVar[dict[str, Any]] = {}
    _fill: ClassVar[tuple[Any, ...]] = ()  # what sets each field

    def __init_subclass__(cls) -> None:
        classes = [vars(base) for base in reversed(cls.__mro__) if issubclass(base, Record)]
        cls._fields = tuple(f for space in classes[1:] for f in space.get("__annotations__", ()))
        cls._defaults = {f: d for space in classes for f, d in space["_defaults"].items()}
        cls._fill = tuple(getattr(cls, field).__set__ for field in cls._fields)

    def __init__(self, *values: Any, **named: Any) -> None:
        given: Sequence[Any] = (*values, *named.values()) if named else values
        if len(given) != len(self._fill) or tuple(named) != self._fields[len(values) :]:
            given = self._in_order(values, named)
        for fill, value in zip(self._fill, given, strict=True):
            fill(self, value)

    def _in_order(self, values: tuple[Any, ...], named: dict[str, Any]) -> Sequence[Any]:
        rest = self._fields[len(values) :]
        given = {**self._defaults, **named}
        if len(values) + len(rest) > len(self._fill) or any(name not in rest for name in named):
            raise TypeError(f"{type(self).__name__} takes {self._fields}, each once")
        try:
            return [*values, *[given[field] for field in rest]]
        except KeyError as error:
            raise TypeError(f"{type(self).__name__} lacks {error}") from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._values()

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field) for field in self._fields)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        fields = zip(self._fields, self._values(), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={v!r}' for name, v in fields)})"


def as_dict(record: Record) -> dict[str, Any]:
    """The record's fields by name, in order."""
    return dict(zip(record._fields, record._values(), strict=True))  # noqa: SLF001  (our own)


def replace(record: R, **changes: Any) -> R:
    """The record with some of its fields changed."""
    return type(record)(**{**as_dict(record), **changes})
