"""Which small changes of the code does no test notice?

    python -m bench.mutants bot/decision/missing.py bot/matchers [--tests tests/mind] [--minutes 30]

Of each module's functions every mutant (a comparison turned, a number one more, a call left out …) runs in
a fork of one process that has read all tests of its folder, and those of `--tests`: those that call the
function come first, the quickest before the others, and the first that fails ends it. Tests longer than
`--slow` seconds are left out; a mutant that takes more than `--cpu` seconds has lost its way, and is killed.
Constants and defaults outside functions stay, as does what tests make while
they are read. A survivor is a hole in the tests, needless code, or a mutant that does the very same: only
reading tells. The machine's other work goes first (nice 19).
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import resource
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import redirect_stdout
from functools import _lru_cache_wrapper
from pathlib import Path
from time import monotonic, process_time
from types import CodeType, FrameType, FunctionType

import pytest
from rich.console import Console
from rich.table import Table

from bench.command import keep
from bench.mutations import Mutant, mutants

_OUT = sys.stderr.fileno()

Functions = dict[str, list[FunctionType]]  #: of a module, by qualified name


class Campaign:
    """A pytest plugin: what it does instead of running the tests."""

    def __init__(self, modules: Sequence[Path], ends: float, slow: float, cpu: int) -> None:
        """`ends`: on the monotonic clock; no mutant begins later. `slow`, `cpu`: seconds of CPU, of one test
        and of all tests together.
        """
        self.modules, self._ends, self._slow, self._cpu = modules, ends, slow, cpu
        self.killed: dict[Path, int] = {}
        self.survivors: dict[Path, list[Mutant]] = {}
        self._told = Console(file=os.fdopen(os.dup(_OUT), "w"))

    def pytest_collection(self) -> None:
        """Before the tests are read: always the same examples, and no search for the shortest."""
        import hypothesis  # noqa: PLC0415 - pytest wants to be there first

        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile(
            "mutants", hypothesis.settings.default, derandomize=True, database=None, phases=phases
        )
        hypothesis.settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._watched = {str(module.resolve()) for module in self.modules}
        calls, seconds = self._first_round(session)
        items = sorted((i for i in session.items if seconds[i] <= self._slow), key=seconds.__getitem__)
        live = _live_functions(self._watched)
        for thing in gc.get_objects():
            if isinstance(thing, _lru_cache_wrapper):
                thing.cache_clear()  # or a mutant would not be asked again
        gc.freeze()  # a fork shares what no collection touches
        if not _pass(items, self._cpu):
            raise pytest.UsageError("some test fails without any mutant, or all need more than --cpu seconds")
        for module in self.modules:
            self.killed[module], self.survivors[module] = 0, []
            for mutant in mutants(module.read_text("utf-8"), str(module.resolve())):
                if monotonic() > self._ends:
                    return True
                if mutant.function not in live[str(module.resolve())]:
                    continue  # a method that a dataclass or pydantic has put out of reach
                callers = calls[str(module.resolve()), mutant.function]
                ordered = [i for i in items if i in callers] + [i for i in items if i not in callers]
                if _pass(ordered, self._cpu, mutant, live[str(module.resolve())]):
                    self.survivors[module].append(mutant)
                    told = f"{module}:{mutant.line}: {mutant.before} -> {mutant.after}"
                    self._told.print(told, markup=False, soft_wrap=True)
                else:
                    self.killed[module] += 1
            self._told.print(f"{module}: {self.killed[module]} killed, {len(self.survivors[module])} not")
        return True

    def _first_round(
        self, session: pytest.Session
    ) -> tuple[dict[tuple[str, str], set[pytest.Item]], dict[pytest.Item, float]]:
        """All tests as they are: which calls what (file, function), and the CPU seconds of each."""
        calls: defaultdict[tuple[str, str], set[pytest.Item]] = defaultdict(set)
        seconds = {}
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):

            def note(frame: FrameType, event: str, _: object, item: pytest.Item = item) -> None:
                if event == "call" and frame.f_code.co_filename in self._watched:
                    calls[frame.f_code.co_filename, frame.f_code.co_qualname.partition(".<locals>")[0]].add(
                        item
                    )

            started = process_time()
            sys.setprofile(note)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            seconds[item] = process_time() - started
        return calls, seconds


def _live_functions(files: Collection[str]) -> dict[str, Functions]:
    """The functions of each file, wherever decorators have put them."""
    found: dict[str, Functions] = {file: defaultdict(list) for file in files}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in found:
            found[thing.__code__.co_filename][thing.__code__.co_qualname].append(thing)
    return found


def _pass(
    items: Sequence[pytest.Item], cpu: int, mutant: Mutant | None = None, live: Functions | None = None
) -> bool:
    """Whether all these tests pass, with a mutant if any, in a process of their own and `cpu` seconds."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    items[0].config.pluginmanager.register(_EndAtFirstFailure())
    if mutant and live:
        for code in _functions(mutant.code):
            for function in live.get(code.co_qualname, ()):
                function.__code__ = code
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    os._exit(0)


class _EndAtFirstFailure:
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(1)


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions in a compiled module, its classes' methods among them."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _functions(inner)


def _modules(paths: Sequence[Path]) -> list[Path]:
    """The smallest first."""
    found = {file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])}
    return sorted(found, key=lambda file: file.stat().st_size)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="*", default=[Path("bot/decision"), Path("bot/matchers")])
    parser.add_argument("--tests", nargs="*", default=[])
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--slow", type=float, default=5.0)
    parser.add_argument("--cpu", type=int, default=120)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    os.nice(19)
    ends = monotonic() + 60 * asked.minutes
    table = Table("module", "mutants", "killed", "not")
    figures = {}
    modules = _modules(asked.paths)
    for tests in sorted({Path("tests", *module.parts[1:2]) for module in modules}):
        here = [module for module in modules if module.parts[1] == tests.name]
        campaign = Campaign(here, ends, asked.slow, asked.cpu)
        said = io.StringIO()
        with redirect_stdout(said):
            code = pytest.main(["-p", "no:cacheprovider", str(tests), *asked.tests], plugins=[campaign])
        if code:
            sys.exit(said.getvalue())
        for module, killed in campaign.killed.items():
            survivors = campaign.survivors[module]
            table.add_row(str(module), *map(str, (killed + len(survivors), killed, len(survivors))))
            told = [f"{mutant.line}: {mutant.before} -> {mutant.after}" for mutant in survivors]
            figures[str(module)] = {"killed": killed, "survivors": told}
    Console().print(table)
    keep(figures, asked.json)


if __name__ == "__main__":
    main()
