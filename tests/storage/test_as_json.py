"""JSON text is what Python's own module would write, whatever is in it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.as_json import as_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters()) | st.integers(), inner),
    max_leaves=12,
)


@given(JSON)
def test_it_reads_back_as_pythons_own_does(value: Any) -> None:
    assert json.loads(as_json(value)) == json.loads(json.dumps(value))


def test_what_json_does_not_know_is_told_in_words_or_refused() -> None:
    assert json.loads(as_json({"what": object}, repr)) == {"what": repr(object)}
    with pytest.raises(TypeError):
        as_json({"what": object})
