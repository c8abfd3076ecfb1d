"""What Dinghuo is made of, as a CycloneDX file: ``python -m tests.sbom build/sbom.json``. Needs no network."""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.pages import ROOT

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
#: Longer than this is the licence itself, not its name.
_NAME_MOST = 60


def bill(lock: str) -> Bom:
    """The product and every package that a lock file fixes, with the hashes of its files."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    product = Component(name="dinghuo", version=version, type=ComponentType.APPLICATION)
    bom = Bom(components=list(_components(lock)))
    bom.metadata.component = product
    bom.register_dependency(product, bom.components)
    return bom


def _components(lock: str) -> Iterator[Component]:
    found = list(_PINNED.finditer(lock))
    ends = [each.start() for each in found[1:]] + [len(lock)]
    for each, end in zip(found, ends, strict=True):
        name, version = each.groups()
        hashes = [
            HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in _HASH.findall(lock[:end][each.end() :])
        ]
        yield Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            purl=PackageURL("pypi", name=name, version=version),
            hashes=hashes,
            licenses=[LicenseFactory().make_from_string(word) for word in _licence(name)],
        )


def _licence(name: str) -> list[str]:
    """What an installed package calls its licence, if it says so in a word."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return []
    words = next((told[field].strip() for field in ("License-Expression", "License") if field in told), "")
    return [words] if 0 < len(words) <= _NAME_MOST and "\n" not in words else []


def main() -> None:
    """Write it where it is wanted."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    bom = bill((ROOT / "requirements.lock").read_text("utf-8"))
    target.write_text(JsonV1Dot6(bom).output_as_string(indent=1), "utf-8")
    print(f"{len(bom.components)} packages in {target}")  # noqa: T201 - this is what the command says


if __name__ == "__main__":
    main()
