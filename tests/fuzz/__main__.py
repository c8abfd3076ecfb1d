"""Fuzz one target for a while: ``python -m tests.fuzz wechat 120``. What makes it fall is written to ``build/fuzz``."""

import sys
from pathlib import Path

import atheris

CORPUS = Path(__file__).parent / "corpus"
FOUND = Path("build") / "fuzz"


def main() -> None:
    """Let atheris change the samples, and watch which lines of ours each change reaches."""
    name, seconds = sys.argv[1], int(sys.argv[2])
    with atheris.instrument_imports(include=["bot", "handlers", "domain", "wechatpy", "xmltodict"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - imported here so that it is watched
    grown = FOUND / name
    grown.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", "-max_len=2000", "-timeout=20", f"-artifact_prefix={grown}/found-"]
    atheris.Setup([sys.argv[0], *options, str(grown), str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
