"""States of an unfinished picture: its latents decoded at half the size, which takes a quarter of the time."""

from typing import Any

from PIL import Image

from zaffre.engines.artists.diffusers.pipelines import takes

_DECODERS = ("AutoencoderKL", "AutoencoderTiny", "AutoencoderDC")
_SMALLEST = 16


def can_preview(pipeline: Any) -> bool:
    """Whether the pipeline hands out its latents, and has a decoder that we know."""
    vae = type(getattr(pipeline, "vae", None)).__name__
    has_decoder = vae in _DECODERS or hasattr(pipeline, "movq") or hasattr(pipeline, "decoder_pipe")
    return has_decoder and bool({"callback_on_step_end", "callback"} & takes(pipeline).keys())


def preview(pipeline: Any, latents: Any, size: tuple[int, int]) -> Image.Image:
    """What the picture looks like so far, noise and all, in the size that it will have."""
    import torch

    from zaffre.engines.artists.diffusers.failures import image_of_tensor

    with torch.no_grad():
        latents = _laid_out(pipeline, latents[:1], size)
        if min(latents.shape[-2:]) >= 2 * _SMALLEST:
            latents = torch.nn.functional.avg_pool2d(latents, 2)
        image = image_of_tensor(_decoded(pipeline, latents))
    return image.resize(size, Image.Resampling.BICUBIC)


def _laid_out(pipeline: Any, latents: Any, size: tuple[int, int]) -> Any:
    """Rows and columns again, of latents that transformers pack into a line."""
    if latents.ndim != 3:
        return latents
    width, height = size
    return pipeline._unpack_latents(latents, height, width, pipeline.vae_scale_factor)


def _decoded(pipeline: Any, latents: Any) -> Any:
    if getattr(pipeline, "movq", None) is not None:
        return pipeline.movq.decode(latents, force_not_quantize=True)["sample"]
    vae = pipeline.vae
    latents = latents / vae.config.scaling_factor + (getattr(vae.config, "shift_factor", None) or 0)
    if not _overflows(vae):
        return vae.decode(latents.to(vae.dtype), return_dict=False)[0]
    half = vae.dtype
    vae.to(dtype=latents.float().dtype)
    try:
        return vae.decode(latents.float(), return_dict=False)[0]
    finally:
        vae.to(dtype=half)


def _overflows(vae: Any) -> bool:
    """Whether the decoder leaves float16's range, as that of SDXL does."""
    return bool(getattr(vae.config, "force_upcast", False)) and str(vae.dtype) == "torch.float16"
