"""What `make run` installs on a bare machine is all that the service needs."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.processes import ROOT

OURS = {"vcs", "rooms", "broadcasts", "api"}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


class Imports(ast.NodeVisitor):
    """The packages that a module imports when it runs."""

    def __init__(self) -> None:
        self.packages: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:
        """Note `import a.b`."""
        self.packages |= {alias.name.partition(".")[0] for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Note `from a.b import c`."""
        if node.level == 0 and node.module:
            self.packages.add(node.module.partition(".")[0])

    def visit_If(self, node: ast.If) -> None:
        """Leave out what is only for the type checker."""
        if ast.unparse(node.test) != "TYPE_CHECKING":
            self.generic_visit(node)


def imported() -> set[str]:
    """The packages that our modules import."""
    found = Imports()
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            found.visit(ast.parse(path.read_text()))
    return found.packages - OURS - sys.stdlib_module_names


def as_indexes_compare(distribution: str) -> str:
    """A distribution's name in the one form that every spelling of it has."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_the_service_imports_nothing_that_only_tests_install() -> None:
    pinned = PINNED.findall((ROOT / "requirements" / "base.txt").read_text())
    installed = {as_indexes_compare(one) for one in pinned}
    owners = packages_distributions()
    missing = {
        package
        for package in imported()
        if not installed & {as_indexes_compare(one) for one in owners.get(package, [])}
    }
    assert missing == set()
