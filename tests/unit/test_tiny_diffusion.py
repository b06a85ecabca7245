"""How the tiny diffusion model goes from noise to a picture: the steps, the guidance, and what is kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, EDGE, GRID, PATCH, Patches
from zaffre.engines.artists.tiny_diffusion.sampling import Plan, sampled

SHAPE = (1, CHANNELS, GRID, GRID)
NOISE = np.random.default_rng(1).standard_normal(SHAPE).astype(np.float32)
GOAL = np.full(SHAPE, 0.25, np.float32)


def sees(goal, without=None):
    """A denoiser that always sees the same."""
    return lambda noisy, time: (goal if without is None else without, goal)


def last(plan, denoise, keep=None):
    return list(sampled(plan, denoise, keep))[-1]


@given(steps=st.integers(1, 60), strength=st.floats(0.02, 1))
@settings(max_examples=30, deadline=None)
def test_as_many_steps_are_taken_as_were_planned_and_noise_runs_out(steps, strength):
    seen = []

    def denoise(noisy, time):
        seen.append((time, noisy))
        return GOAL, GOAL

    found = list(sampled(Plan(noise=NOISE, steps=steps, guidance=3, start=GOAL, strength=strength), denoise))
    assert len(found) == len(seen) == steps
    assert seen[0][0] == pytest.approx(strength)
    for time, noisy in seen:
        assert np.allclose(noisy, (1 - time) * GOAL + time * NOISE, atol=1e-4)


def test_guidance_leads_away_from_what_is_seen_without_the_words():
    found = last(Plan(noise=NOISE, steps=3, guidance=2.0), sees(GOAL, without=GOAL - 1))
    assert np.allclose(found, GOAL + 1)


def test_without_a_picture_to_begin_with_all_is_noise_at_first():
    seen = []
    last(Plan(noise=NOISE, steps=2, guidance=1), lambda noisy, time: seen.append(noisy) or (GOAL, GOAL))
    assert np.array_equal(seen[0], NOISE)


def test_what_must_not_change_is_put_back_at_every_step():
    kept = np.zeros(SHAPE, np.float32)
    plan = Plan(noise=NOISE, steps=4, guidance=1)
    assert all(np.array_equal(clean, kept) for clean in sampled(plan, sees(GOAL), lambda latents: kept))


def codec():
    """Components that are turned at random, and as many as the real ones."""
    turned, _ = np.linalg.qr(np.random.default_rng(2).standard_normal((PATCH * PATCH * 3, CHANNELS)))
    return Patches(np.zeros(len(turned)), turned, np.linspace(0.5, 2, CHANNELS))


@given(seed=st.integers(0, 2**31))
@settings(max_examples=10, deadline=None)
def test_latents_survive_being_pixels(seed):
    latents = np.random.default_rng(seed).standard_normal(SHAPE)
    pixels = codec().decode(latents)
    assert pixels.shape == (1, EDGE, EDGE, 3)
    assert np.allclose(codec().encode(pixels), latents)
