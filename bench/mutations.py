"""Small changes to a module's functions, each of which a test should notice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    line: int
    function: str  #: qualified, as in `__qualname__`
    before: str
    after: str
    code: CodeType  #: of the whole module


def mutants(source: str, file: str) -> Iterator[Mutant]:
    """Every mutant of the bodies of a module's functions, one change each; what stands outside them stays."""
    tree = ast.parse(source)
    for function, found in _functions(tree, ""):
        for statement in found.body:
            for node in _evaluated(statement):
                for after in _instead(node):
                    line = node.iter.lineno if isinstance(node, ast.comprehension) else node.lineno
                    told = _told(node), _told(after)
                    with _changed(tree, node, after):
                        yield Mutant(line, function, *told, compile(tree, file, "exec"))


@contextmanager
def _changed(tree: ast.Module, before: ast.AST, after: ast.AST) -> Iterator[None]:
    ast.fix_missing_locations(ast.copy_location(after, before))
    _Exchange(before, after).visit(tree)
    yield
    _Exchange(after, before).visit(tree)


class _Exchange(ast.NodeTransformer):
    def __init__(self, out: ast.AST, into: ast.AST) -> None:
        self._out, self._into = out, into

    def visit(self, node: ast.AST) -> ast.AST:
        return self._into if node is self._out else self.generic_visit(node)


def _evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all in it but annotations, which nobody evaluates."""
    yield node
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns"} and not _is_a_check(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _evaluated(child)


def _is_a_check(node: ast.AST) -> bool:
    """Of what cannot be otherwise: as long as it holds, nothing changes without it."""
    return isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg == "strict")


def _told(node: ast.AST) -> str:
    """As source, on one line."""
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


def _functions(node: ast.AST, inside: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Outermost functions only: those within are part of them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{inside}{child.name}.")
        elif isinstance(child, ast.FunctionDef):
            yield inside + child.name, child


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in its place."""
    match node:
        case ast.Compare():
            for place, how in enumerate(node.ops):
                if type(how) in _COMPARED:
                    ops = [*node.ops[:place], _COMPARED[type(how)](), *node.ops[place + 1 :]]
                    yield ast.Compare(node.left, ops, node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp() if type(node.op) in _CALCULATED:
            yield ast.BinOp(node.left, _CALCULATED[type(node.op)](), node.right)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in _OTHER_NAME:
            yield ast.Call(ast.Name(_OTHER_NAME[name], ast.Load()), node.args, node.keywords)
        case ast.IfExp() if _is_plain(node.test):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.If() if _is_plain(node.test):
            yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case _:
            pass


def _is_plain(test: ast.expr) -> bool:
    """Nothing in the condition itself is turned round."""
    return not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)
