"""The evaluator of procedures: who may do what, when a gate lets go, and that a sound table leads to an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.procedure import (
    Act,
    ArrivalGate,
    DutySpec,
    Part,
    Procedure,
    Stage,
    Standing,
    exits,
    joint_done,
    objection,
    problems,
    rating_outcome,
    take,
)
from linli.kernel.refusal import Refusal

LEAD = Standing(role="lead", arrived=True)


@pytest.mark.parametrize(
    ("act", "standing", "code"),
    [
        (Act("solve", "办结"), Standing(role="helper"), "not_yours"),
        (Act("solve", "办结"), Standing(role="main", signed=False), "sign_first"),
        (Act("solve", "办结"), Standing(role="main", paused=True), "paused"),
        (Act("resume", "恢复", does="resume"), Standing(role="main", paused=True), ""),
        (Act("finish", "完", by=("lead",), does="finish"), Standing(role="lead"), "arrive_first"),
        (Act("arrive", "到", by=("lead",), does="arrive"), LEAD, "already_arrived"),
        (Act("return", "退", by=("lead", "helper")), LEAD, "first_receiver"),
        (Act("return", "退", by=("lead", "helper")), Standing(role="helper", arrived=True), ""),
        (Act("return", "退", by=("helper",)), Standing(role="helper", designated=True), "designated"),
        (Act("extend", "延", by=("lead",), limit=2, decide=("x",)), Standing(role="lead", extended=2), "extended_out"),
        (Act("extend", "延", by=("lead",), decide=("x",)), Standing(role="lead", asking=True), "asking"),
        (Act("finish", "完", by=("lead",), does="finish"), Standing(role="lead", arrived=True, done=True), "part_done"),
    ],
)
def test_each_rule_has_its_name(act, standing, code):
    assert objection(act, standing) == code


def test_what_is_missing_is_named():
    stage = Stage("grid", "办", acts={"solve": Act("solve", "办结", to="end", needs=("note", "photo"))})
    with pytest.raises(Refusal) as refused:
        take(stage, "solve", Standing(role="main"), {"note"})
    assert refused.value.detail["missing"] == ("photo",)
    with pytest.raises(Refusal, match="not_here"):
        take(stage, "fly", Standing(role="main"), ())


@given(st.lists(st.builds(Part, st.sampled_from(["lead", "helper"]), st.booleans(), st.booleans(), st.booleans())))
def test_a_gate_lets_go_only_when_all_who_are_left_are_done(parts):
    left = [part for part in parts if not part.cancelled]
    assert joint_done(ArrivalGate({}, 300, "all"), parts) == (bool(left) and all(part.done for part in left))
    leads = [part for part in left if part.role == "lead"]
    assert joint_done(ArrivalGate({}, 300, "lead"), parts) == (bool(leads) and all(part.done for part in leads))


def test_silence_is_an_outcome_of_its_own():
    assert [rating_outcome(solved) for solved in (True, False, None)] == ["satisfied", "unsolved", "silent"]


def procedure(stages: dict[str, list[str]], ends: set[str]) -> Procedure:
    made = {
        key: Stage(key, key, duty=DutySpec(("desk@community",)), acts={to: Act(to, to, to=to) for to in targets})
        for key, targets in stages.items()
    }
    return Procedure("p", "p", "QS{yymmdd}-{seq}", next(iter(stages)), made, dict.fromkeys(ends, "solved"))


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ({"a": ["nowhere"]}, "不是阶段"),
        ({"a": ["end"], "b": ["end"]}, "从起点走不到"),
        ({"a": ["b"], "b": ["a"]}, "走不到任何结果"),
    ],
)
def test_a_broken_table_is_named(stages, words):
    assert any(words in sentence for _path, sentence in problems(procedure(stages, {"end"})))


def test_a_stage_without_a_holder_is_a_fault():
    broken = Procedure(
        "p", "p", "", "a", {"a": Stage("a", "a", acts={"x": Act("x", "x", to="end")})}, {"end": "solved"}
    )
    assert any("没有人负责" in sentence for _path, sentence in problems(broken))


@pytest.mark.parametrize("own", ["sign", "supervise"])
def test_an_act_is_not_called_what_every_duty_has_of_itself(own):
    """It would be taken for that, and the case would never move."""
    table = procedure({"a": ["end"]}, {"end"})
    assert not problems(table)
    table.stages["a"].acts[own] = Act(own, own, to="end")
    assert [path for path, words in problems(table) if "换一个名字" in words] == [("stages", "a", "acts", own)]


NAMES = ["a", "b", "c", "d", "end"]


@given(st.dictionaries(st.sampled_from(NAMES[:4]), st.lists(st.sampled_from(NAMES), min_size=1), min_size=1))
def test_where_no_problem_is_found_every_stage_reaches_an_end(stages):
    table = procedure(stages, {"end"})
    if problems(table):
        return
    for start in table.stages:
        seen, waiting = set(), [start]
        while waiting:
            key = waiting.pop()
            if key in table.stages and key not in seen:
                seen.add(key)
                waiting += [target for _path, target in exits(table.stages[key])]
            elif key in table.ends:
                break
        else:
            raise AssertionError(start)
