"""Reads a page line by line. Tables have their own reader; see `docpact.pages.tables`."""

from __future__ import annotations

from docpact.diagnostics import Diagnostic
from docpact.pages import codes
from docpact.pages.front_matter import end_of_front_matter, title_in
from docpact.pages.lines import Lines
from docpact.pages.model import Block, Fence, Heading, Page, Prose, Section
from docpact.pages.tables import read_table


def read(path: str, text: str) -> tuple[Page, list[Diagnostic]]:
    """The page that `text` is, and what is wrong with its Markdown. `path` names it in messages."""
    reader = _Reader(path, text)
    reader.run()
    return Page(path, text, tuple(reader.sections)), reader.problems


class _Reader:
    def __init__(self, path: str, text: str) -> None:
        self.lines = Lines(path, text)
        self.problems: list[Diagnostic] = []
        self.sections: list[Section] = []
        self.heading: Heading | None = None
        self.blocks: list[Block] = []
        self.prose: int | None = None
        self.in_list = False

    def run(self) -> None:
        lines, index = self.lines, self.front_matter()
        while index < len(lines):
            line = lines.lines[index]
            if not line or line.isspace():
                index += 1
                continue
            first = line.lstrip()[0]
            after = self.heading_at(index) if first == "#" or self.underlined(index + 1) else None
            if after is None and first in "`~":
                after = self.fence_at(index)
            index = after or self.block_at(index, line) or self.text_at(index)
        self.end_prose(len(lines))
        if self.heading is not None or self.blocks:
            self.sections.append(Section(self.heading, tuple(self.blocks)))

    def front_matter(self) -> int:
        """The line behind the page's settings. Their title is the page's where it has no heading of that rank."""
        lines = self.lines
        end = end_of_front_matter(lines.lines)
        title = title_in(lines.lines, end) if end else None
        if title is not None and not any(line.startswith("# ") for line in lines.lines[end:]):
            self.heading = lines.make_heading(1, title[0], title[1], title[1])
        return end

    def underlined(self, index: int) -> bool:
        """Whether the line may underline a heading."""
        return index < len(self.lines) and self.lines.lines[index].lstrip()[:2] in ("==", "--")

    def heading_at(self, index: int) -> int | None:
        heading = self.lines.heading(index)
        after = index + 1
        if heading is None:
            heading, after = self.lines.setext(index), index + 2
        if heading is None:
            return None
        self.end_prose(index)
        if self.heading is not None or self.blocks:
            self.sections.append(Section(self.heading, tuple(self.blocks)))
        self.heading, self.blocks, self.in_list = heading, [], False
        return after

    def fence_at(self, index: int) -> int | None:
        opening = self.lines.fence(index)
        if opening is None:
            return None
        self.end_prose(index)
        end = self.lines.fence_end(index, *opening)
        if end is None:
            end = index + 1
            while end < len(self.lines) and not self.lines.is_heading(end):
                end += 1
            self.blocks.append(self.lines.read_fence(index, *opening, end))
            self.problems.append(
                codes.UNCLOSED_FENCE.at(
                    self.lines.span_of(index, index),
                    "this code block is never closed; it is taken to end before the next heading",
                    help=f"close it with a line `{opening[0] * min(opening[1], 10)}`",
                )
            )
            return end
        self.blocks.append(self.lines.read_fence(index, *opening, end))
        return end + 1

    def block_at(self, index: int, line: str) -> int | None:
        if "|" in line:
            found = read_table(self.lines, index)
            if found is not None:
                self.end_prose(index)
                self.blocks.append(found.table)
                self.problems += found.problems
                return found.end
        if (
            line.startswith(("    ", "\t"))
            and not self.in_list
            and (index == 0 or not self.lines.lines[index - 1].strip())
        ):
            self.end_prose(index)
            return self.indented_code(index)
        return None

    def indented_code(self, index: int) -> int:
        lines = self.lines.lines
        end = last = index + 1
        while end < len(lines) and (not lines[end].strip() or lines[end].startswith(("    ", "\t"))):
            end += 1
            if lines[end - 1].strip():
                last = end
        body = "\n".join(line[1:] if line.startswith("\t") else line[4:] for line in lines[index:last])
        self.blocks.append(Fence("", body, self.lines.span_of(index, last - 1)))
        return last

    def text_at(self, index: int) -> int:
        if self.lines.is_list_item(index):
            self.in_list = True
        elif not self.lines.lines[index][0].isspace():
            self.in_list = False
        if self.prose is None:
            self.prose = index
        return index + 1

    def end_prose(self, before: int) -> None:
        if self.prose is None:
            return
        last = before - 1
        while not self.lines.lines[last].strip():
            last -= 1
        text = "\n".join(self.lines.lines[self.prose : last + 1])
        self.blocks.append(Prose(text.rstrip(), self.lines.span_of(self.prose, last)))
        self.prose = None
