"""Words by key and facts, and numbers, money and times the way a reader of that language writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from gettext import c2py
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

#: The languages we ship; the first is the supplier's own.
LANGUAGES = ("zh-CN", "en")
#: The same prices and quantities are written again and again, and writing one takes as long as a dozen sentences.
_REMEMBERED = 8192


def best_language(wanted: str, fallback: str = LANGUAGES[0]) -> str:
    """The language we ship that is nearest to a platform's tag such as ``zh-hans``, ``zh_TW`` or ``en-GB``."""
    start = wanted.replace("_", "-").split("-")[0].lower()
    return next((language for language in LANGUAGES if start and language.split("-")[0] == start), fallback)


class Words:
    """One language's texts. ``words("cart.empty")``; blanks are filled by name; a missing key is an error.

    ``consumer``: where a text has another for consumers, under ``consumer.`` and its key, that one is said.
    """

    def __init__(self, language: str, *, consumer: bool = False) -> None:
        self.language = language
        self.locale = Locale.parse(language, sep="-")
        self._texts: dict[str, str | tuple[str, ...]] = {}
        for path in sorted(files("locales").joinpath(language).iterdir(), key=lambda path: path.name):
            if path.name.endswith(".po"):
                with path.open("rb") as source:
                    self._texts |= {_key(m.id): _text(m.string) for m in read_po(source) if m.id}
        if consumer:
            own = {key: self._texts.get(f"consumer.{key}") for key in self._texts}
            self._texts |= {key: text for key, text in own.items() if text is not None}
        self._plural = c2py(get_plural(self.locale).plural_expr)

    def __call__(self, key: str, **facts: object) -> str:
        """The text of a key with its blanks filled; what fills a blank cannot break the line it stands in."""
        text = self._texts[key]
        return (text if isinstance(text, str) else text[-1]).format(**self._flat(facts))

    def count(self, key: str, number: int | Decimal, **facts: object) -> str:
        """The text of a key in the form that goes with a number, which fills the blank ``number``."""
        forms = self._texts[key]
        text = (
            forms if isinstance(forms, str) else forms[self._plural(abs(int(number)) if number == int(number) else 2)]
        )
        return text.format(number=self.number(Decimal(number)), **self._flat(facts))

    def _flat(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Words of people may have several lines; a line that begins with their words would pass for one of ours."""
        return {name: self._one(fact) for name, fact in facts.items()}

    def _one(self, fact: object) -> object:
        """What fills a blank: words on one line, several of them with the language's own sign between."""
        if isinstance(fact, tuple):
            return ("、" if self.language == "zh-CN" else ", ").join(map(str, map(self._one, fact)))
        return _joined(fact) if isinstance(fact, str) else fact

    def knows(self, key: str) -> bool:
        """Whether a key has a text."""
        return key in self._texts

    def texts(self) -> dict[str, str | tuple[str, ...]]:
        """Every key with its text or plural forms."""
        return dict(self._texts)

    def number(self, value: Decimal) -> str:
        """A quantity: as many decimals as it has, up to three."""
        return _number(value, self.language)

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency sign; ¥ for yuan in every language we ship."""
        return _money(amount, currency, self.language)

    def price(self, amount: Decimal, currency: str) -> str:
        """A unit price: at least two decimals, at most four."""
        return _price(amount, currency, self.language)

    def day(self, day: date) -> str:
        """A calendar day, short."""
        return format_date(day, "M月d日" if self.language == "zh-CN" else "d MMM", locale=self.locale)

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """A moment, to the minute, in the reader's time zone."""
        pattern = "M月d日 HH:mm" if self.language == "zh-CN" else "d MMM, HH:mm"
        return format_datetime(at, pattern, tzinfo=zone, locale=self.locale)


def _joined(text: str) -> str:
    lines = text.splitlines()
    return " · ".join(filter(None, (line.strip() for line in lines))) if len(lines) > 1 else text


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _text(string: str | tuple[str, ...] | list[str] | None) -> str | tuple[str, ...]:
    if string is None:
        return ""
    return string if isinstance(string, str) else tuple(string)


@cache
def words_for(language: str, *, consumer: bool = False) -> Words:
    """The texts of a language, as dealers and staff read them or a consumer does, read once a process."""
    return Words(best_language(language), consumer=consumer)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@lru_cache(_REMEMBERED)
def _number(value: Decimal, language: str) -> str:
    return format_decimal(value, format="#,##0.###", locale=_locale(language))


@lru_cache(_REMEMBERED)
def _money(amount: Decimal, currency: str, language: str) -> str:
    text = format_currency(amount, currency, locale=_locale(language))
    return text.replace("CN¥", "¥").replace("\xa0", "")


@lru_cache(_REMEMBERED)
def _price(amount: Decimal, currency: str, language: str) -> str:
    text = format_currency(amount, currency, format="¤#,##0.00##", locale=_locale(language), currency_digits=False)
    return text.replace("CN¥", "¥")
