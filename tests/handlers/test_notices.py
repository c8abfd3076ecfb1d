"""Every kind of notice is worded."""

from domain.tables.notices import NoticeKind
from handlers.notices import wording


def test_every_kind_of_notice_has_its_words() -> None:
    assert set(wording.WORDED) == set(NoticeKind)
