"""One file that holds everything: the rows, the files of both storages, and a manifest that says what must be in it.

A zip: ``data/<app.Model>.jsonl``, a row a line; ``media/<storage>/<name>``; ``manifest.json``, last, with the SHA-256
of each of the others. Restored by the same release alone: rows are columns, and columns change with migrations.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from energies.operations.backups.tables import CannotCopy

FORMAT = "energies-comunitaries/1"
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


class ArchiveWriter:
    """Fills a new archive; each member is digested as it is written."""

    def __init__(self, path: Path):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.digests: dict[str, str] = {}

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        digest = hashlib.sha256()
        with self.zip.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                member.write(chunk)
        self.digests[name] = digest.hexdigest()

    def close(self, manifest: dict) -> None:
        """Write the manifest, and with it the end."""
        whole = {"format": FORMAT, **manifest, "sha256": self.digests}
        self.zip.writestr(MANIFEST, json.dumps(whole, ensure_ascii=False, indent=1))
        self.zip.close()

    def abandon(self) -> None:
        self.zip.close()


class ArchiveReader:
    """Reads an archive. Raises CannotCopy, in a sentence, for a file that is no archive of ours or is not whole."""

    def __init__(self, path: Path):
        try:
            self.zip = zipfile.ZipFile(path)
            self.manifest = json.loads(self.zip.read(MANIFEST))
        except FileNotFoundError as error:
            raise CannotCopy(f"There is no file {path}.") from error
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError) as error:
            raise CannotCopy(f"{path} is no copy of this site, or is not whole.") from error
        if not isinstance(self.manifest, dict) or self.manifest.get("format") != FORMAT:
            raise CannotCopy(f"{path} is no copy that this program can read.")

    def members(self, prefix: str) -> list[str]:
        return sorted(name for name in self.manifest["sha256"] if name.startswith(prefix))

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)

    def rows(self, label: str) -> Iterator[list]:
        with self.open(f"data/{label}.jsonl") as lines:
            for line in lines:
                yield json.loads(line)

    def verify(self, progress=None) -> None:
        """Read every member and compare it with the manifest; CannotCopy names the first that differs."""
        names = self.zip.namelist()
        wanted = self.manifest["sha256"]
        if sorted(names) != sorted([*wanted, MANIFEST]):
            raise CannotCopy("The copy does not hold what its manifest says.")
        for done, (name, digest) in enumerate(wanted.items(), 1):
            if self._digest(name) != digest:
                raise CannotCopy(f"The copy is damaged: {name} is not what was written.")
            if progress:
                progress(done, len(wanted))

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self.open(name) as member:
                while chunk := member.read(CHUNK):
                    digest.update(chunk)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise CannotCopy(f"The copy is damaged: {name} cannot be read.") from error
        return digest.hexdigest()
