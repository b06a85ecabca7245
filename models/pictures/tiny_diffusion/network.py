"""The denoiser: diffusers' conditional U-Net on 8 x 8 latents, told the noise's share and the words' states."""

import torch
from diffusers import UNet2DConditionModel
from torch import nn

from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, GRID

TEXT_WIDTH = 384
_TIMES = 1000
"""diffusers counts time in thousandths."""


def unet() -> UNet2DConditionModel:
    """Words come in twice: token by token through attention at 4 x 4, and as their mean beside the time."""
    return UNet2DConditionModel(
        sample_size=GRID,
        in_channels=CHANNELS,
        out_channels=CHANNELS,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        block_out_channels=(96, 192),
        layers_per_block=1,
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=8,
        norm_num_groups=16,
        resnet_time_scale_shift="scale_shift",
        class_embed_type="simple_projection",
        projection_class_embeddings_input_dim=TEXT_WIDTH,
    )


class Denoiser(nn.Module):
    """Tells the clean latents, as what is clean lies in few dimensions and noise does not (Li and He, 2025)."""

    def __init__(self, model: UNet2DConditionModel):
        super().__init__()
        self.unet = model

    def forward(
        self, noisy: torch.Tensor, time: torch.Tensor, states: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """`noisy` = (1 - time) * clean + time * noise, [batch, 96, 8, 8]; `time` [batch] from 0 (clean) to 1.

        `states` [batch, tokens, 384]; `mask` [batch, tokens], 1 where there is a token.
        """
        weights = mask.to(states.dtype)[..., None]
        pooled = (states * weights).sum(1) / weights.sum(1)
        found = self.unet(
            noisy, time * _TIMES, encoder_hidden_states=states, class_labels=pooled, encoder_attention_mask=mask
        )
        return found.sample
