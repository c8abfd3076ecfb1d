"""Every word a person reads: one folder for each language, one ``.po`` file for each subject, the same keys in all."""

from locales.words import LANGUAGES, Words, best_language, words_for

__all__ = ["LANGUAGES", "Words", "best_language", "words_for"]
