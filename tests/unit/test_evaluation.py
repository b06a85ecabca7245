"""Figures of labelled texts: hand-worked metrics, files that are wrong, and a picture."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stand_ins import HARM, Sight, StandInClassifier, policy
from zaffre.safety.classifier.classifier import HEADS
from zaffre.safety.evaluation.examples import Example, ExamplesWrong, read
from zaffre.safety.evaluation.metrics import Agreement, Curve
from zaffre.safety.evaluation.plot import draw
from zaffre.safety.evaluation.report import report
from zaffre.safety.evaluation.scoring import Scorer, together
from zaffre.safety.evaluation.series import ANY, series
from zaffre.safety.rules.compiled import items
from zaffre.settings import safety

some_scores = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30)


def curve(*pairs: tuple[float, int]) -> Curve:
    return Curve([score for score, _ in pairs], [bool(label) for _, label in pairs])


def test_average_precision_weighs_each_gain_of_recall():
    # Thresholds .8, .4, .35, .1 have precision 1, 1/2, 2/3, 1/2 at recall 1/2, 1/2, 1, 1.
    assert curve((0.1, 0), (0.4, 0), (0.35, 1), (0.8, 1)).average_precision == pytest.approx(1 / 2 + 1 / 2 * 2 / 3)


def test_texts_with_the_same_score_fall_together():
    # One point has precision 1/2 and recall 1, whichever of the two stands first.
    for pairs in ([(0.5, 1), (0.5, 0)], [(0.5, 0), (0.5, 1)]):
        assert curve(*pairs).average_precision == 0.5
        assert curve(*pairs).auroc == 0.5


def test_auroc_counts_pairs_in_the_right_order():
    # Of the pairs (.35, .8) x (.1, .4), one of four is the wrong way round.
    assert curve((0.1, 0), (0.4, 0), (0.35, 1), (0.8, 1)).auroc == 0.75


def test_best_f1_is_that_of_the_best_threshold():
    # At .8: precision 1, recall 1/2; at .35: precision 2/3, recall 1.
    assert curve((0.1, 0), (0.4, 0), (0.35, 1), (0.8, 1)).best_f1 == pytest.approx(0.8)


def test_recall_at_a_rate_of_false_alarms():
    scores = [(0.9, 1), (0.8, 0), (0.7, 1), (0.6, 0), (0.5, 1), (0.1, 0), (0.1, 0)]
    assert curve(*scores).recall_at(0.0) == pytest.approx(1 / 3)
    assert curve(*scores).recall_at(0.25) == pytest.approx(2 / 3)
    assert curve(*scores).recall_at(1.0) == 1.0


def test_what_cannot_be_told_is_none():
    only_harmless = curve((0.2, 0), (0.3, 0))
    assert (only_harmless.average_precision, only_harmless.auroc, only_harmless.best_f1) == (None, None, None)
    assert curve((0.2, 1)).auroc is None
    assert curve((0.2, 1)).average_precision == 1.0
    assert Agreement.of([False], [False]).f1 is None
    assert Agreement.of([False], [False]).precision is None


@given(some_scores)
def test_the_figures_agree_with_their_definitions(pairs):
    found = curve(*pairs)
    good, bad = [[score for score, label in pairs if label is wanted] for wanted in (True, False)]
    if good and bad:
        wins = sum((a > b) + (a == b) / 2 for a in good for b in bad)
        assert found.auroc == pytest.approx(wins / len(good) / len(bad))
    if good:
        total = before = 0.0
        for limit in sorted({score for score, _ in pairs}, reverse=True):
            flagged = [label for score, label in pairs if score >= limit]
            recall = sum(flagged) / len(good)
            total += (recall - before) * sum(flagged) / len(flagged)
            before = recall
        assert found.average_precision == pytest.approx(total)


def test_agreement_counts_decisions():
    found = Agreement.of([True, True, False, False], [True, False, True, False])
    assert found == Agreement(hits=1, alarms=1, misses=1)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_a_file_of_examples_is_read(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(
        '{"text": "a", "labels": {"hate": 1, "sexual": 0}, "source": "here"}\n\n{"text": "b", "harmful": false}\n'
    )
    first, second = read(path)
    assert first == Example(text="a", labels={"hate": True, "sexual": False}, source="here")
    assert first.is_harmful
    assert not second.is_harmful


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not valid JSON"),
        ("[]", "Expected `object`"),
        ('{"labels": {"hate": 1}}', "required field `text`"),
        ('{"text": 5, "harmful": true}', "text: Expected `str`"),
        ('{"text": "", "harmful": true}', "text: Expected"),
        ('{"text": "a", "harmful": 1}', "harmful: Expected"),
        ('{"text": "a", "labels": {"hat": 1}}', "labels.hat: no such label"),
        ('{"text": "a", "labels": {"hate": 0.5}}', "labels.hate: must be 0 or 1, not 0.5"),
        ('{"text": "a"}', "labels: nothing is known"),
    ],
)
def test_a_bad_line_is_told_with_its_file_and_field(tmp_path, line, problem):
    path = tmp_path / "set.jsonl"
    path.write_text('{"text": "a", "harmful": true}\n' + line)
    with pytest.raises(ExamplesWrong) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert problem in str(caught.value)


def test_an_empty_file_is_no_set(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text("\n")
    with pytest.raises(ExamplesWrong, match="no lines"):
        read(path)


class Probably(Sight, frozen=True):
    """What the stand-in sees, as probabilities for each head."""

    @property
    def by(self) -> str:
        return "gate" if self.place < 0 else "encoder"

    @property
    def scores(self) -> tuple[float, ...]:
        seen = {"violence": self.place >= 0, "jailbreak": self.attack >= 0}
        return tuple(0.9 if seen.get(head) else 0.01 for head in HEADS)


class Probable(StandInClassifier):
    def _sight(self, text: str) -> Probably:
        return Probably(text, text.find(HARM), text.find("zorblix"))


def run(*examples: tuple[str, dict], rules=None, **more):
    scorer = Scorer(Probable(), rules or policy(), {}, **more)
    return scorer.run("set", [Example(text=text, **told) for text, told in examples]), scorer.side


MIXED = (
    (f"so {HARM}", {"labels": {"violence": True, "hate": False}}),
    ("so calm", {"labels": {"violence": False, "hate": False}}),
    (f"a harmless {HARM}", {"labels": {"violence": False}}),
    ("too subtle", {"labels": {"violence": True}}),
    ("zorblix", {"labels": {"jailbreak": True}}),
)


def test_a_report_has_what_the_policy_does_and_what_the_scores_could():
    found = report(*run(*MIXED))
    figures = {one.category: one for one in found.figures}
    assert list(figures) == ["hate", "violence", "jailbreak", ANY]
    violence = figures["violence"]
    assert (violence.texts, violence.positives, violence.decision) == (4, 2, "blocked")
    assert (violence.precision, violence.recall, violence.f1) == (0.5, 0.5, 0.5)
    assert violence.best_f1 == pytest.approx(2 / 3)
    assert figures["hate"].auprc is None
    assert figures["hate"].recall is None
    assert figures["jailbreak"].recall == 1.0
    assert found.harmless == 2
    assert found.over_refusal == 0.5


def test_a_text_counts_for_any_harm_only_where_its_labels_tell():
    found = {one.category: one for one in report(*run(*MIXED)).figures}
    assert found[ANY].texts == 4


def test_a_policy_that_blocks_nothing_is_measured_by_what_it_flags():
    found = report(*run(*MIXED, rules=policy("annotate")))
    assert {one.decision for one in found.figures[:-1]} == {"flagged"}
    assert {one.category: one.recall for one in found.figures}[ANY] == 0.5
    assert found.over_refusal == 0.0


def test_what_a_policy_does_not_look_for_has_no_decision():
    found = report(*run(("zorblix", {"labels": {"jailbreak": True}}), direction="completion"))
    (figures,) = found.figures
    assert figures.decision is None
    assert figures.recall is None
    assert figures.auprc == 1.0


def test_blocklists_count_as_the_policy_says():
    rules = policy(
        "mine",
        policies={"mine": safety.Policy(blocklists=(safety.BoundBlocklist(name="words"),))},
        blocklists={"words": safety.Blocklist(terms=("calm",))},
    )
    scorer = Scorer(Probable(), rules, {"words": items(safety.Blocklist(terms=("calm",)))})
    assert scorer.score("so calm").verdict.filtered == ("custom_blocklists",)


def test_a_long_text_is_as_bad_as_its_worst_window():
    calm = "A calm sentence about nothing at all. " * 60
    scored, _ = run((f"{calm}{HARM}. {calm}", {"harmful": True}))
    assert scored.scored[0].harm == pytest.approx(0.9)
    assert scored.scored[0].verdict.is_blocked
    assert not scored.scored[0].by_gate


def test_several_sets_are_told_together_too():
    first, side = run(MIXED[0])
    second, _ = run(MIXED[1])
    found = report(together([first, second]), side)
    assert (found.name, found.texts) == ("all together", 2)
    assert found.speed.settled_by_gate == 0.5
    assert 0 < found.speed.p50 <= found.speed.p99


def test_the_picture_is_one_whole_svg():
    scored, side = run(*MIXED)
    picture = draw(scored, side, "tests & <figures>")
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root.findall("{*}polyline")) == len([one for one in series(scored, side) if any(one.labels)])
    assert "prefers-color-scheme: dark" in picture
    assert "href" not in picture
    assert "url(" not in picture
