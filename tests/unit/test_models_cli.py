"""Trying a model from the command line."""

import subprocess
import sys

from zaffre.imaging.door import read

CONFIG = """
[backends.echo]
engine = "echo"
[backends.pictures]
engine = "illustrator"
[models.echo]
[models.illustrator]
[deployments.echo]
model = "echo"
backend = "echo"
[deployments.painter]
model = "illustrator"
backend = "pictures"
"""


def tried(folder, deployment: str, prompt: str) -> str:
    config = folder / "zaffre.toml"
    config.write_text(CONFIG)
    command = [sys.executable, "-m", "zaffre", "models", "try", prompt, "--deployment", deployment]
    done = subprocess.run([*command, "--config", config, "--home", folder], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_model_that_talks_says_something(tmp_path):
    assert "soft rain" in tried(tmp_path, "echo", "soft rain")


def test_a_model_that_draws_leaves_a_picture_in_the_folder(tmp_path):
    told = tried(tmp_path, "painter", "soft rain")
    picture = read((tmp_path / "painter.png").read_bytes(), param="image")
    assert f"{picture.width} × {picture.height}" in told
