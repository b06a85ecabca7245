"""Real pipelines of the diffusers library made small: every part is there, with random weights."""

import json
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    FlowMatchEulerDiscreteScheduler,
    FluxPipeline,
    FluxTransformer2DModel,
    StableDiffusionImageVariationPipeline,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import (
    CLIPImageProcessorPil,
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
    T5Config,
    T5EncoderModel,
)

WIDTH = 32


def stable_diffusion(folder: Path, channels: tuple[int, int] = (16, 32), sample_size: int = 32) -> Path:
    """Like Stable Diffusion 1.5; draws pictures of twice the sample's size."""
    torch.manual_seed(0)
    pipeline = StableDiffusionPipeline(
        vae=_vae(),
        text_encoder=CLIPTextModel(_text()),
        tokenizer=_tokenizer(folder),
        unet=_unet(block_out_channels=channels, sample_size=sample_size),
        scheduler=_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    return _saved(pipeline, folder)


def stable_diffusion_xl(folder: Path) -> Path:
    """Like Stable Diffusion XL, with two text encoders; draws 64 x 64."""
    torch.manual_seed(0)
    tokenizer = _tokenizer(folder)
    pipeline = StableDiffusionXLPipeline(
        vae=_vae(),
        text_encoder=CLIPTextModel(_text()),
        text_encoder_2=CLIPTextModelWithProjection(_text()),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=_unet(
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=6 * 8 + WIDTH,
            cross_attention_dim=2 * WIDTH,
        ),
        scheduler=_scheduler(),
    )
    return _saved(pipeline, folder)


def flux(folder: Path) -> Path:
    """Like Flux: a transformer whose latents are packed into a line."""
    torch.manual_seed(0)
    transformer = FluxTransformer2DModel(
        patch_size=1,
        in_channels=4,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=WIDTH,
        pooled_projection_dim=WIDTH,
        axes_dims_rope=[4, 4, 8],
        guidance_embeds=True,
    )
    t5 = T5Config(vocab_size=1000, d_model=WIDTH, d_ff=37, d_kv=8, num_layers=1, num_heads=4)
    tokenizer = _tokenizer(folder)
    pipeline = FluxPipeline(
        vae=_vae(latent_channels=1, use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1),
        text_encoder=CLIPTextModel(_text()),
        text_encoder_2=T5EncoderModel(t5),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        transformer=transformer,
        scheduler=FlowMatchEulerDiscreteScheduler(),
    )
    return _saved(pipeline, folder)


def image_variation(folder: Path) -> Path:
    """A pipeline that takes a picture and no words, as unCLIP's second half does."""
    torch.manual_seed(0)
    vision = CLIPVisionConfig(
        hidden_size=WIDTH,
        intermediate_size=37,
        projection_dim=WIDTH,
        num_attention_heads=4,
        num_hidden_layers=2,
        image_size=32,
        patch_size=4,
    )
    pipeline = StableDiffusionImageVariationPipeline(
        vae=_vae(),
        image_encoder=CLIPVisionModelWithProjection(vision),
        unet=_unet(),
        scheduler=_scheduler(),
        safety_checker=None,
        feature_extractor=CLIPImageProcessorPil(size=32, crop_size=32),
        requires_safety_checker=False,
    )
    return _saved(pipeline, folder)


def _unet(**more: object) -> UNet2DConditionModel:
    options = {
        "sample_size": 32,
        "in_channels": 4,
        "out_channels": 4,
        "block_out_channels": (16, 32),
        "layers_per_block": 1,
        "norm_num_groups": 8,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "cross_attention_dim": WIDTH,
        "attention_head_dim": 8,
    }
    return UNet2DConditionModel(**options | more)


def _vae(**more: object) -> AutoencoderKL:
    options = {
        "block_out_channels": (16, 16),
        "norm_num_groups": 8,
        "down_block_types": ("DownEncoderBlock2D", "DownEncoderBlock2D"),
        "up_block_types": ("UpDecoderBlock2D", "UpDecoderBlock2D"),
        "latent_channels": 4,
        "sample_size": 64,
    }
    return AutoencoderKL(**options | more)


def _scheduler() -> DDIMScheduler:
    return DDIMScheduler(
        beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False, steps_offset=1
    )


def _text() -> CLIPTextConfig:
    return CLIPTextConfig(
        hidden_size=WIDTH,
        intermediate_size=37,
        num_attention_heads=4,
        num_hidden_layers=2,
        projection_dim=WIDTH,
        vocab_size=1000,
        bos_token_id=998,
        eos_token_id=999,
        pad_token_id=999,
    )


def _tokenizer(folder: Path) -> CLIPTokenizer:
    """One that knows letters only."""
    letters = [chr(code) for code in range(33, 127)]
    tokens = [*letters, *(f"{letter}</w>" for letter in letters)]
    known = {token: number for number, token in enumerate(tokens)}
    known |= {"<|startoftext|>": 998, "<|endoftext|>": 999}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(known))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)


def _saved(pipeline, folder: Path) -> Path:
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder
