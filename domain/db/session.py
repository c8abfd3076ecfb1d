"""The open session, under a name for those who pass it on and write no SQL themselves."""

from sqlmodel import Session

__all__ = ["Session"]
