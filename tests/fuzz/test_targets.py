"""The short form of the fuzzing: every sample, what once made a target fall, and some hundred texts of each kind."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.conversation.verbs import Verb
from tests.fuzz.targets import TARGETS
from tests.lengths import times
from tests.stories.hostile.things_to_send import NO_BUTTONS, NUMBERS, ODD, SENSIBLE

CORPUS = Path(__file__).parent / "corpus"
SAMPLES = sorted(path for path in CORPUS.rglob("*") if path.is_file())

tags = st.sampled_from(("ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "Content", "MsgId"))
values = st.one_of(st.sampled_from(("text", "event", "CLICK", "SCAN", "1764000000", "subscribe", *ODD)), st.text())
fields = st.lists(st.tuples(tags, values), max_size=12)
envelopes = fields.map(lambda pairs: "<xml>" + "".join(f"<{t}><![CDATA[{v}]]></{t}>" for t, v in pairs) + "</xml>")
arguments = st.one_of(st.sampled_from(NUMBERS), st.text(max_size=20), st.integers().map(str))
buttons = st.tuples(st.sampled_from(list(Verb)), st.lists(arguments, max_size=5)).map(
    lambda pair: ":".join((pair[0].value, *pair[1]))
)
pieces = st.one_of(
    st.sampled_from((*SENSIBLE, *ODD)),
    st.text("峰泡可乐红牛箱瓶罐一二两半打0123456789 .,，、x×*+-/\n不要换成再来", max_size=30),
)
orders = st.lists(pieces, max_size=6).map("\n".join)
KINDS = {"wechat": st.one_of(envelopes, st.text()), "press": st.one_of(buttons, st.text()), "order": orders}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sample_makes_its_target_fall(sample: Path) -> None:
    TARGETS[sample.parent.name](sample.read_bytes())


@pytest.mark.parametrize("text", [*ODD, *NO_BUTTONS, *NUMBERS, *SENSIBLE])
def test_no_odd_text_makes_any_target_fall(text: str) -> None:
    for target in TARGETS.values():
        target(text.encode(errors="surrogatepass"))


@pytest.mark.parametrize("name", TARGETS)
def test_no_text_of_its_kind_makes_a_target_fall(name: str) -> None:
    @settings(max_examples=times(40, long=2_000), deadline=None, derandomize=True)
    @given(KINDS[name])
    def falls_never(text: str) -> None:
        TARGETS[name](text.encode(errors="ignore"))

    falls_never()


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_make_a_target_fall(name: str) -> None:
    @settings(max_examples=times(40, long=2_000), deadline=None, derandomize=True)
    @given(st.binary(max_size=200))
    def falls_never(data: bytes) -> None:
        TARGETS[name](data)

    falls_never()
