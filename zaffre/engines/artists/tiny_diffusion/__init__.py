"""The tiny diffusion model: pictures made from noise, on a processor, without torch."""
