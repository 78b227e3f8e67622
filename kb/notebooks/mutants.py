"""Mutants: copies of a notebook in which one constant or one operator is another."""

import ast
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from kb.notebooks.source import Notebook, cell_options

OPPOSITES = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.Pow: ("**", "*")}
OPERATOR = re.compile(rb"#[^\n]*|[-+*/]+")
DRAWING = re.compile(r"plt|matplotlib|fig\w*|ax(es)?\d*")
SEED = re.compile(r"(?i)(random_)?(seeds?|state)")
SEEDING = {"default_rng", "seed", "RandomState", "SeedSequence", "PCG64", "Random"}
FORMATTING = {"print", "display", "Markdown", "HTML", "Picture"}
GRIDS = {"linspace", "arange", "logspace", "geomspace"}


@dataclass(frozen=True)
class Mutant:
    """One change of one place.

    Attributes:
        cell: 1-based number of the cell, text cells included.
        line: 1-based line in the cell.
        start: Where the changed text begins, in bytes of UTF-8.
        end: Where it ends.
        before: The text there.
        after: What takes its place.
    """

    cell: int
    line: int
    start: int
    end: int
    before: str
    after: str

    def apply(self, source: str) -> str:
        """The cell's source with the change, otherwise byte for byte the same."""
        code = source.encode()
        return (code[: self.start] + self.after.encode() + code[self.end :]).decode()


def find_mutants(notebook: Notebook) -> list[Mutant]:
    """Every change to a constant or formula that a proof should notice, in the order of the text.

    Numbers become a tenth larger, integers one more; `+` and `-`, `*` and `/` change places, `**` becomes
    `*`. Left alone is what proves nothing: assertions, random seeds, indices, formatting (what a cell shows
    last, too), and drawing.
    """
    cells = enumerate(notebook.node.cells, start=1)
    return [
        mutant
        for number, cell in cells
        if cell.cell_type == "code"
        for mutant in _cell_mutants(notebook, number, cell.source)
    ]


def mutated(notebook: Notebook, mutant: Mutant) -> Notebook:
    """A copy of the notebook with one change."""
    node: NotebookNode = nbformat.from_dict(notebook.node)
    cell = node.cells[mutant.cell - 1]
    cell.source = mutant.apply(cell.source)
    return Notebook(notebook.path, node)


def sample(mutants: Iterable[Mutant], count: int, seed: str) -> list[Mutant]:
    """Choose mutants, spread over the cells; the same ones each time.

    Args:
        mutants: What to choose from.
        count: How many at most.
        seed: What the choice depends on, such as the notebook's slug.
    """
    cells: dict[int, list[Mutant]] = {}
    for mutant in mutants:
        cells.setdefault(mutant.cell, []).append(mutant)
    ranked = []
    for number, group in cells.items():
        chance = random.Random(f"{seed} {number}")  # What is chosen in a cell depends on that cell alone.
        order = chance.random()
        ranked += [(rank, order, mutant) for rank, mutant in enumerate(chance.sample(group, len(group)))]
    chosen = [mutant for *_, mutant in sorted(ranked, key=lambda entry: entry[:2])[:count]]
    return sorted(chosen, key=lambda mutant: (mutant.cell, mutant.line, mutant.start))


def _cell_mutants(notebook: Notebook, number: int, source: str) -> list[Mutant]:
    try:
        body = ast.parse(source).body
    except SyntaxError:  # IPython's own commands, or a cell that fails anyway.
        return []
    finder = _Finder(source.encode(), is_figure="fig-alt" in cell_options(notebook.path, number, source))
    for statement in finder.computing(body):
        finder.visit(statement)
    return [
        Mutant(number, finder.source.count(b"\n", 0, start) + 1, start, end, finder.source[start:end].decode(), after)
        for start, end, after in sorted(finder.found)
    ]


class _Finder(ast.NodeVisitor):
    """Collects start, end and new text of every place in a cell that can be changed."""

    def __init__(self, source: bytes, *, is_figure: bool) -> None:
        self.source, self.is_figure = source, is_figure
        self.line_starts = [0, *(match.end() for match in re.finditer(rb"\n", source))]
        self.found: list[tuple[int, int, str]] = []

    def computing(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """A cell's statements without what it shows last and, in figures, without the drawing."""
        if body and isinstance(body[-1], ast.Expr):
            body = body[:-1]
        drawing = (i for i, statement in enumerate(body) if self.is_figure and _draws(statement))
        return body[: next(drawing, len(body))]

    def visit(self, node: ast.AST) -> None:
        if not _asserts(node):
            super().visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pass

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        calls = (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))
        if not any(_name(call.func) in FORMATTING for call in calls):
            self.generic_visit(node)

    def visit_arguments(self, node: ast.arguments) -> None:
        positional = [*node.posonlyargs, *node.args]
        defaults = zip(positional[len(positional) - len(node.defaults) :], node.defaults, strict=True)
        for argument, default in [*defaults, *zip(node.kwonlyargs, node.kw_defaults, strict=True)]:
            if default and not SEED.fullmatch(argument.arg):
                self.visit(default)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg is None or not (node.arg == "axis" or SEED.fullmatch(node.arg)):
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = [_root(target) for target in node.targets]
        if not any(DRAWING.fullmatch(name) or SEED.fullmatch(name) for name in names):
            self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        # A switch such as `if MEASURE:` is off in the build: nothing in it runs, and nothing can be noticed.
        if not (isinstance(node.test, ast.Name) and node.test.id.isupper()):
            self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        for child in node.body + node.orelse if SEED.fullmatch(_root(node.target)) else [node.iter, *node.body]:
            self.visit(child)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for child in node.ifs if SEED.fullmatch(_root(node.target)) else [node.iter, *node.ifs]:
            self.visit(child)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if DRAWING.fullmatch(_root(node.func)) or name in SEEDING | FORMATTING or (self.is_figure and name in GRIDS):
            return
        self.visit(node.func)
        for argument in node.args[:1] if name == "round" else node.args + node.keywords:
            self.visit(argument)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if _is_sequence(node):
            operands = [side for side in (node.left, node.right) if not isinstance(side, ast.Constant)]
        else:
            operands = [node.left, node.right]
            self._add_operator(node.op, self._end(node.left), self._start(node.right))
        for side in operands:
            self.visit(side)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if not _is_sequence(node.value):
            self._add_operator(node.op, self._end(node.target), self._start(node.value))
        self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            self.found.append((self._start(node), self._end(node), _shifted(node.value)))

    def _add_operator(self, operator: ast.operator, start: int, end: int) -> None:
        if type(operator) in OPPOSITES:
            before, after = OPPOSITES[type(operator)]
            gap = OPERATOR.finditer(self.source, start, end)
            place = next(match.start() for match in gap if not match[0].startswith(b"#"))
            self.found.append((place, place + len(before), after))

    def _start(self, node: ast.expr) -> int:
        return self.line_starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.line_starts[node.end_lineno - 1] + node.end_col_offset


def _shifted(value: int | float) -> str:
    if isinstance(value, int):
        return str(value + 1)
    return repr(float(f"{value * 1.1:.12g}") or 0.1)


def _name(node: ast.expr) -> str:
    """The last part of a dotted name, or nothing."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _root(node: ast.expr) -> str:
    """The name that attributes and items are taken of, or nothing."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _asserts(node: ast.AST) -> bool:
    """Whether a node is an assertion, or a loop of nothing else."""
    return isinstance(node, ast.Assert) or (isinstance(node, ast.For) and all(map(_asserts, node.body)))


def _draws(node: ast.stmt) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id == "plt" for inner in ast.walk(node))


def _is_sequence(node: ast.expr) -> bool:
    """Whether an expression is a text or list joined from parts, not a sum."""
    if isinstance(node, ast.BinOp):
        return _is_sequence(node.left) or _is_sequence(node.right)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text or isinstance(node, ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple)
