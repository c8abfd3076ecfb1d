"""Why a backup or restore failed, in words for the operator."""


class BackupError(Exception):
    """Nothing was changed; the message says what to do."""
