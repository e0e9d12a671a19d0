"""Reads a file of tensors (`.safetensors`): a head in JSON, then the numbers.

Layout: 8 bytes, the head's length; the head, name -> {"dtype", "shape", "data_offsets"}; the
numbers, little-endian. (https://github.com/huggingface/safetensors, "Format".) Nothing in such a
file is code, so that a foreign one can do no harm. 16-bit numbers become 32-bit ones. All is read
into memory: a map of a file that is cut off while it is used would end the process.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import ModelUnusable

_KINDS: Mapping[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}
_COUNT = 8  # bytes of the head's length
_LONGEST = 1 << 26  # bytes of a head

Bytes = npt.NDArray[np.uint8]
Tensor = npt.NDArray[np.float32]


def tensors(path: Path) -> dict[str, Tensor]:
    """Name -> tensor, of all that are of floating-point numbers. Raises ModelUnusable."""
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
        head, numbers = _parts(data)
        rows = {name: row for name, row in head.items() if name != "__metadata__"}
        return {name: _tensor(numbers, row) for name, row in rows.items() if row["dtype"] in _KINDS}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, struct.error) as error:
        raise ModelUnusable(f"{path} is damaged or not a file of tensors.") from error


def _parts(data: Bytes) -> tuple[dict[str, Any], Bytes]:
    """The head and the numbers."""
    (size,) = struct.unpack("<Q", bytes(data[:_COUNT]))
    if size > min(_LONGEST, len(data) - _COUNT):
        raise ValueError(f"a head of {size} bytes")
    return json.loads(bytes(data[_COUNT : _COUNT + size])), data[_COUNT + size :]


def _tensor(data: Bytes, row: Mapping[str, Any]) -> Tensor:
    kind, shape, (start, end) = _KINDS[row["dtype"]], tuple(row["shape"]), row["data_offsets"]
    if not 0 <= start <= end <= len(data) or end - start != math.prod(shape) * kind.itemsize:
        raise ValueError("a tensor out of its file")
    found = data[start:end].view(kind).reshape(shape).astype(np.float32, copy=False)
    return np.require(found, requirements=["A"])  # aligned, as BLAS needs it
