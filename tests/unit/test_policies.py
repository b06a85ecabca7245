"""Policies: resolved from their bases, versioned by their words, and chosen for a call."""

import re
from collections.abc import Sequence

import pytest

from tests.stand_ins import policy
from zaffre.core.calls import Moderation
from zaffre.core.errors import BadRequest, Forbidden
from zaffre.core.verdicts import Finding, Reading
from zaffre.safety.check import problems
from zaffre.safety.decide import decide, merged, united
from zaffre.safety.pictures import ocr
from zaffre.safety.policies import Policies
from zaffre.safety.policy import Policy
from zaffre.settings.load import SettingsWrong, load
from zaffre.settings.safety import Blocklist, BoundBlocklist, ContentFilter, Project, Safety
from zaffre.settings.safety import Policy as Declared
from zaffre.settings.schema import Settings

ECHO = """
[backends.quick]
engine = "echo"
[models.echo]
[deployments.echo]
model = "echo"
backend = "quick"
"""

SEEING = "[policies.x.images]\nfilters = ['f']\n"


def seen(category: str, severity: str = "high", detail: str = "") -> Reading:
    return Reading(findings=(Finding(category=category, severity=severity, detail=detail, source="test"),))


@pytest.mark.parametrize(
    ("name", "severity", "is_blocked"),
    [
        ("default", "low", False),
        ("default", "medium", True),
        ("default", "high", True),
        ("strict", "low", True),
        ("annotate", "high", False),
    ],
)
@pytest.mark.parametrize("category", ["hate", "sexual", "violence", "self_harm"])
@pytest.mark.parametrize("direction", ["prompt", "completion"])
def test_built_in_policies_block_from_their_threshold_on(name, severity, is_blocked, category, direction):
    verdict = decide(policy(name), direction, seen(category, severity))
    assert verdict.is_blocked is is_blocked
    assert {one.category: one.severity for one in verdict.outcomes}[category] == severity


def test_a_category_that_is_not_looked_for_is_not_told():
    verdict = decide(policy(), "prompt", seen("indirect_attack"))
    assert not verdict.is_blocked
    assert verdict.findings == ()


def test_sexual_content_with_minors_is_blocked_whatever_the_policy():
    off = Declared(content_filters=(ContentFilter(name="sexual", enabled=False),))
    for rules in (policy("annotate"), policy("mine", policies={"mine": off})):
        verdict = decide(rules, "completion", seen("sexual", "high", "sexual/minors"))
        assert verdict.filtered == ("sexual",)


def test_the_strictest_of_several_filters_holds():
    reading = united([seen("hate", "low"), seen("hate", "high"), Reading()])
    assert decide(policy(), "prompt", reading).filtered == ("hate",)


def test_verdicts_on_several_texts_are_merged_to_the_worst():
    rules = policy()
    verdict = merged([decide(rules, "prompt", one) for one in (Reading(), seen("violence", "medium"), seen("hate"))])
    assert set(verdict.filtered) == {"violence", "hate"}


def test_a_policy_changes_only_what_it_says():
    mine = policy("mine", policies={"mine": Declared(content_filters=(ContentFilter(name="hate", blocking=False),))})
    assert not mine.prompt.rules["hate"].blocking
    assert mine.prompt.rules["violence"] == policy().prompt.rules["violence"]
    assert mine.mode == policy().mode


def test_one_direction_can_be_changed_alone():
    rule = ContentFilter(name="hate", source="completion", severity_threshold="high")
    mine = policy("mine", policies={"mine": Declared(base="strict", content_filters=(rule,))})
    assert (mine.prompt.rules["hate"].threshold, mine.completion.rules["hate"].threshold) == ("low", "high")


def test_the_same_words_have_the_same_version_and_others_another():
    same = [policy(name, policies={name: Declared()}) for name in ("one", "two")]
    assert same[0].version == same[1].version == policy().version
    assert policy("strict").version != policy().version
    assert policy("x", policies={"x": Declared(hold_tokens=9)}).version != policy().version


def test_a_call_can_ask_for_more_and_never_for_less():
    wish = Moderation(input="block", output="score")
    lax = policy("annotate").tightened(wish)
    assert decide(lax, "prompt", seen("violence", "medium")).is_blocked
    assert not decide(lax, "completion", seen("violence")).is_blocked
    assert decide(policy("strict").tightened(wish), "prompt", seen("violence", "low")).is_blocked


class TestChoosing:
    settings = Settings(
        safety=Safety(policy="strict"),
        policies={"mine": Declared()},
        projects={
            "bound": Project(policy="mine"),
            "free": Project(may_choose=("annotate",)),
            "all": Project(may_choose=("*",)),
        },
    )
    book = Policies.build(settings)

    @pytest.mark.parametrize(
        ("project", "deployment", "asked", "chosen"),
        [
            ("other", None, None, "strict"),
            ("other", "default", None, "default"),
            ("bound", "default", None, "mine"),
            ("free", None, "annotate", "annotate"),
            ("all", "default", "mine", "mine"),
        ],
    )
    def test_the_nearest_binding_holds(self, project, deployment, asked, chosen):
        assert self.book.choose(project, deployment, asked).name == chosen

    def test_what_a_project_may_not_choose_is_forbidden(self):
        with pytest.raises(Forbidden):
            self.book.choose("other", None, "annotate")

    def test_a_version_that_is_not_the_present_one_is_no_policy(self):
        present = self.book.find("annotate")
        assert self.book.choose("free", None, present.id) is present
        with pytest.raises(BadRequest):
            self.book.choose("free", None, "annotate@00000000")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[policies.x]\nbase = 'nothing'", "which is no policy"),
        ("[policies.x]\nbase = 'y'\n[policies.y]\nbase = 'x'", "back to where it began"),
        ("[policies.default]", "comes along and cannot be changed"),
        ("[policies.x]\nfilters = ['embedded', 'guard']", "there is no such filter"),
        ("[policies.x]\nblocklists = [{ name = 'list' }]", "there is no such blocklist"),
        ("[policies.x]\nfilters = []\npersonal_data = [{}]", "not the filter `embedded`"),
        ("[policies.x]\ndeadline = 0", "`policies.x.deadline` must be above 0"),
        ("[policies.x]\nhold_tokens = 0", "at least 1"),
        ("[policies.x]\ncontent_filters = [{ name = 'protected_material_text' }]", "none of its filters can see"),
        ("[policies.x]\ncontent_filters = [{ name = 'rudeness' }]", "Invalid enum value 'rudeness'"),
        ("[safety]\npolicy = 'none'", "`safety.policy` names 'none'"),
        ("[projects.p]\npolicy = 'none'", "`projects.p.policy` names 'none'"),
        ("[projects.p]\nmay_choose = ['none']", "`projects.p.may_choose` names 'none'"),
        ("[blocklists.b]\nregexes = ['(?=x)y']", "`blocklists.b`"),
        ("[blocklists.b]\nterms = ['']", "`blocklists.b`"),
        ("[blocklists.b]\nfile = 'missing.txt'", "`blocklists.b.file` cannot be read"),
        ("[filters.f]\nkind = 'plugin'\nfactory = 'nowhere:make'", "cannot be imported"),
        ("[filters.f]\nkind = 'plugin'", "`filters.f.factory` must be given"),
        ("[policies.x.images]\nfilters = ['seer']", "`policies.x.images.filters` names 'seer', and there is no such"),
        (f"{SEEING}[filters.f]\nkind = 'shieldgemma'\ndeployment = 'echo'", "shieldgemma see no pictures"),
        (f"{SEEING}[filters.f]\nkind = 'llama_guard'\ndeployment = 'echo'", "only the engine remote does"),
        (f"{SEEING}[filters.f]\nkind = 'openai'\nurl = 'http://a'\nmodel = 'text-moderation-007'", "reads texts alone"),
        ("[policies.x]\nfilters = []\nimages = { read_text = true }", "no `filters` that judge it"),
        ("[policies.x.images]\nlooks = 1", "unknown setting `policies.x.images.looks`"),
    ],
)
def test_half_configured_safety_refuses_to_start(tmp_path, toml, told):
    path = tmp_path / "zaffre.toml"
    path.write_text(ECHO + toml)
    with pytest.raises(SettingsWrong, match="(?s)" + told.replace("[", r"\[").replace("(", r"\(")):
        load(path, {}, also=problems)


def test_a_policy_that_reads_pictures_needs_a_reader(tmp_path, monkeypatch):
    path = tmp_path / "zaffre.toml"
    path.write_text(ECHO + "[policies.x.images]\nread_text = true")
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    assert load(path, {}, also=problems).policies["x"].images.read_text
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(SettingsWrong, match=re.escape("pip install 'zaffre[ocr]'")):
        load(path, {}, also=problems)


class Sonnets:
    """A plug-in that takes every text with a certain title for protected."""

    def __init__(self, title: str):
        self._title = title

    async def read(self, passages: Sequence, policy: Policy) -> list[Reading]:
        return [seen("protected_material_text") if self._title in one.text else Reading() for one in passages]

    async def close(self) -> None:
        return None


async def test_a_plug_in_sees_what_no_filter_of_ours_can(tmp_path):
    path = tmp_path / "zaffre.toml"
    path.write_text(
        ECHO
        + f"""
[filters.sonnets]
kind = "plugin"
factory = "{__name__}:Sonnets"
options = {{ title = "Sonnet 18" }}
[policies.x]
filters = ["embedded", "sonnets"]
content_filters = [{{ name = "protected_material_text", source = "completion" }}]
"""
    )
    settings = load(path, {}, also=problems)
    from zaffre.safety.build import FACTORIES
    from zaffre.safety.filters import Passage

    filter = FACTORIES["plugin"](settings.filters["sonnets"], settings, None)
    rules = Policies.build(settings).find("x")
    (reading,) = await filter.read([Passage("Here is Sonnet 18.", "assistant", "completion")], rules)
    assert decide(rules, "completion", reading).filtered == ("protected_material_text",)


def test_what_stands_behind_a_blocklist_belongs_to_the_version():
    bound = {"mine": Declared(blocklists=(BoundBlocklist(name="list"),))}
    versions = [policy("mine", policies=bound, blocklists={"list": Blocklist(terms=(term,))}).version for term in "ab"]
    assert versions[0] != versions[1]
