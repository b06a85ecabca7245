"""Pictures from pipelines of the `diffusers` library: any that draws from words, from pictures or through a mask."""
