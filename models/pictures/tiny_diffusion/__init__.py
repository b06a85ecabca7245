"""A small text-to-image diffusion model, trained from openly licensed glyphs on a processor."""
