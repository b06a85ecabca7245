"""Read a safetensors file without torch: a JSON header, then the tensors' bytes."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    import numpy

_LENGTH = 8
_MOST_HEADER = 100_000_000


class _Place(Struct, frozen=True):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


class Tensors:
    """The tensors of one file by name, read as float32 when asked for; raises `ValueError` for a broken file."""

    def __init__(self, path: Path):
        import numpy

        self._bytes = numpy.memmap(path, numpy.uint8, "r")
        length = int.from_bytes(self._bytes[:_LENGTH].tobytes(), "little")
        if not 0 < length <= min(_MOST_HEADER, self._bytes.size):
            raise ValueError(f"{path} is not a safetensors file")
        self._begin = _LENGTH + length
        header = msgspec.json.decode(self._bytes[_LENGTH : self._begin].tobytes(), type=dict[str, msgspec.Raw])
        header.pop("__metadata__", None)
        self._places = {name: msgspec.json.decode(raw, type=_Place) for name, raw in header.items()}

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> "numpy.ndarray":
        import numpy

        if name not in self._places:
            raise ValueError(f"the weights have no tensor {name}")
        place = self._places[name]
        begin, end = place.data_offsets
        raw = self._bytes[self._begin + begin : self._begin + end]
        match place.dtype:
            case "F32":
                flat = raw.view("<f4")
            case "F16":
                flat = raw.view("<f2").astype(numpy.float32)
            case "BF16":
                flat = (raw.view("<u2").astype(numpy.uint32) << 16).view(numpy.float32)
            case other:
                raise ValueError(f"the tensor {name} has the type {other}, which is not handled")
        return flat.reshape(place.shape)
