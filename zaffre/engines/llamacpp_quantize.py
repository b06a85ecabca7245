"""Weights made smaller: 4-bit tensors of other kinds rewritten as Q4_0, which this engine runs fastest.

Q4_0 and the other formats are GGUF's; the arithmetic is that of the `gguf` package.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

Progress = Callable[[str, int, int | None], None]


async def quantize(source: Path, target: Path, progress: Progress) -> None:
    """Write `source` to `target` with its Q4_1 and wider matrices as Q4_0; what is smaller or special stays."""
    await asyncio.to_thread(_quantize, source, target, progress)


def _quantize(source: Path, target: Path, progress: Progress) -> None:
    import gguf

    reader = gguf.GGUFReader(source)
    architecture = reader.fields["general.architecture"].contents()
    writer = gguf.GGUFWriter(target, architecture)
    _copy_fields(gguf, reader, writer)
    total = sum(int(tensor.n_bytes) for tensor in reader.tensors)
    done = 0
    for tensor in reader.tensors:
        data, kind = _converted(gguf, tensor)
        writer.add_tensor(tensor.name, data, raw_shape=data.shape, raw_dtype=kind)
        done += int(tensor.n_bytes)
        progress("quantizing", done, total)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _converted(gguf, tensor):
    kinds = gguf.GGMLQuantizationType
    wide = {kinds.Q4_1, kinds.F16, kinds.BF16, kinds.F32}
    is_matrix = len(tensor.shape) == 2 and tensor.name.endswith("weight") and tensor.shape[0] % 32 == 0
    if not is_matrix or tensor.tensor_type not in wide or tensor.name in ("token_embd.weight", "output.weight"):
        return tensor.data, tensor.tensor_type
    plain = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
    return gguf.quants.quantize(plain, kinds.Q4_0), kinds.Q4_0


def _copy_fields(gguf, reader, writer) -> None:
    skipped = {"general.architecture", "general.file_type"}
    for field in reader.fields.values():
        if field.name in skipped or field.name.startswith("GGUF."):
            continue
        kind = field.types[0]
        inner = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=inner)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
