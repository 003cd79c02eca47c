"""A history as text, JSON or HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from docpact.diff.history import History, Step, Strand, Timeline, first_words
from docpact.diff.model import Change, Level, Part
from docpact.reporting.source import printable

FORMATS = ("text", "json", "html")
_TITLES = {Part.PARAMETER: "Parameters", Part.RESPONSE: "Answer", Part.ERROR: "Errors"}


def report(history: History, format: str, least: Level) -> str:
    """The report in one of FORMATS, with changes of at least this level. JSON always has all of them."""
    if format == "json":
        return json.dumps(_document(history), indent=2, ensure_ascii=False) + "\n"
    if format == "html":
        return _html(history, least)
    lines = [line for timeline in history.timelines for line in _text(timeline, least)]
    if history.skipped:
        lines += ["Not told of, because they describe no operation:", *(f"    {p}" for p in history.skipped)]
    return "\n".join(map(printable, lines)) + "\n" if lines else "No revision describes an operation.\n"


def _text(timeline: Timeline, least: Level) -> Iterator[str]:
    steps = timeline.steps
    yield f"{_title(timeline)}: {_count(len(steps), 'revision')}, {steps[0].date} to {steps[-1].date}"
    yield ""
    for index, step in enumerate(steps):
        yield f"{step.date}  {step.place}"
        for message in _headline(timeline, index):
            yield f"    {message}"
        for change in step.changes:
            if change.level >= least:
                yield f"    {change.level.label:<10}  {change.message}"
        if hidden := sum(change.level < least for change in step.changes):
            yield (
                f"    and {_count(hidden, 'change')} of words only"
                if least is Level.COMPATIBLE
                else f"    and {hidden} more"
            )
        yield ""
    for part, title in _TITLES.items():
        strands = [strand for strand in timeline.strands if strand.part is part]
        if strands:
            yield f"  {title}"
            width = min(max(len(strand.name) for strand in strands), 50)
            for strand in strands:
                yield from _strand(strand, width)
            yield ""


def _strand(strand: Strand, width: int) -> Iterator[str]:
    lead = f"    {strand.name:<{width}}"
    for event in strand.events:
        yield f"{lead}  {event.date}  {event.what:<7}  {event.message if event.what in ('changed', 'renamed') else ''}".rstrip()
        lead = " " * (width + 4)


def _title(timeline: Timeline) -> str:
    name = f"{timeline.operation} ({timeline.page})" if timeline.page else timeline.operation
    return f"{name}, formerly {', '.join(timeline.formerly)}" if timeline.formerly else name


def _headline(timeline: Timeline, index: int) -> Iterator[str]:
    step, known = timeline.steps[index], [step for step in timeline.steps[:index] if step.operation is not None]
    if step.unreadable:
        yield "The page cannot be read as one of an operation."
    elif step.operation is None:
        yield "No page describes the operation any more."
    elif not known:
        yield first_words(step.operation)
    elif timeline.steps[index - 1].unreadable:
        yield "The page can be read again." if step.changes else "The page can be read again, and says the same."
    elif timeline.steps[index - 1].operation is None:
        yield "A page describes the operation again."
    elif not step.changes:
        yield "Nothing that docpact reads from the page changed."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _document(history: History) -> dict[str, Any]:
    from docpact.diff.report.json import change

    return {
        "operations": [
            {
                "operation": timeline.operation,
                "formerly": list(timeline.formerly),
                "page": timeline.page or None,
                "revisions": [
                    {
                        "date": step.date,
                        "place": step.place,
                        "deleted": step.operation is None and not step.unreadable,
                        "unreadable": step.unreadable,
                        "changes": [change(item) for item in step.changes],
                    }
                    for step in timeline.steps
                ],
                "timeline": [
                    {
                        "part": strand.part.value,
                        "name": strand.name,
                        "present": list(strand.present),
                        "events": [
                            {
                                "revision": event.step,
                                "date": event.date,
                                "what": event.what,
                                "level": event.level.label,
                                "message": event.message,
                            }
                            for event in strand.events
                        ],
                    }
                    for strand in timeline.strands
                ],
            }
            for timeline in history.timelines
        ],
        "skipped": list(history.skipped),
    }


def _html(history: History, least: Level) -> str:
    from docpact.diff.report.html import page, pieces, view

    def step(timeline: Timeline, item: Step, index: int) -> dict[str, Any]:
        shown: list[Change] = [change for change in item.changes if change.level >= least]
        return {
            "date": item.date,
            "place": item.place,
            "headlines": [pieces(text) for text in _headline(timeline, index)],
            "changes": [view(change) for change in shown],
            "hidden": len(item.changes) - len(shown),
        }

    def strand(item: Strand) -> dict[str, Any]:
        cells = []
        for index, there in enumerate(item.present):
            events = [event for event in item.events if event.step == index]
            what = next((event.what for event in events), "there" if there else "")
            cells.append({"what": what, "title": " ".join(event.message.replace("`", "") for event in events)})
        return {"name": item.name, "cells": cells}

    timelines = [
        {
            "name": _title(timeline),
            "steps": [step(timeline, item, index) for index, item in enumerate(timeline.steps)],
            "dates": [item.date for item in timeline.steps],
            "parts": [
                {"title": title, "strands": [strand(s) for s in timeline.strands if s.part is part]}
                for part, title in _TITLES.items()
                if any(s.part is part for s in timeline.strands)
            ],
        }
        for timeline in history.timelines
    ]
    return page("history.html.jinja", title="History", timelines=timelines, skipped=history.skipped)
