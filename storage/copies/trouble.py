"""Why a copy cannot be taken or put back, in words for the operator."""


class CopyError(Exception):
    """Nothing was changed; the words say what to do."""
