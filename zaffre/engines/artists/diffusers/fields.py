"""What a pipeline calls the things that a call may say."""

from typing import Any

from zaffre.engines.artists.diffusers.pipelines import takes

_STEPS = ("num_inference_steps", "decoder_num_inference_steps")
_SHARES = {"low": 0.5, "high": 1.5, "hd": 1.5}


def steps_field(pipeline: Any) -> str | None:
    return next((name for name in _STEPS if name in takes(pipeline)), None)


def steps(quality: str | None, medium: int) -> int:
    """How many steps a quality takes, where a medium one takes `medium`."""
    return max(1, round(medium * _SHARES.get(quality or "", 1)))


def guidance_field(pipeline: Any) -> str | None:
    """The argument that tells how closely a prompt is followed; `None` where the model does not listen to it."""
    known = takes(pipeline)
    if (known.get("true_cfg_scale") or 0) > 1:
        return "true_cfg_scale"
    if "guidance_scale" not in known:
        return None
    transformer = getattr(pipeline, "transformer", None)
    # Flux was taught guidance as an input; its distilled kind has lost that input, and takes the number all the same.
    is_deaf = transformer is not None and getattr(transformer.config, "guidance_embeds", None) is False
    return None if is_deaf else "guidance_scale"


def takes_negative(pipeline: Any) -> bool:
    """Whether `negative_prompt` is heard, which it is only where two prompts are weighed against each other."""
    known = takes(pipeline)
    return "negative_prompt" in known and (known.get("true_cfg_scale", 2) or 0) > 1
