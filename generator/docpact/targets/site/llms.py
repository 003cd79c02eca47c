"""The pages that are Markdown from the start: `llms.txt` (llmstxt.org) and the changelog."""

from __future__ import annotations

from collections.abc import Sequence

from docpact.escape import markdown
from docpact.targets.site.changelog_view import Step
from docpact.targets.site.error_index import Place, codes
from docpact.targets.site.frame import Edition
from docpact.targets.site.service_views import shorten


def index(edition: Edition) -> str:
    """What there is to read, one line for each page, for readers that are programs."""
    contract = edition.contract
    markup = edition.markup("")
    by_name = {operation.name: operation for operation in contract.operations}
    lines = [f"# {markdown.text(f'{edition.title} {contract.version}')}", ""]
    words = edition.words
    about = (
        markup.plain(contract.description)
        or f"{edition.title} {contract.version}: {words.count('operations', len(by_name))}"
    )
    lines += [f"> {markdown.text(about)}", ""]
    lines += ["OpenAPI 3.1: [openapi.yaml](openapi.yaml)", "", f"## {words.say('operations')}", ""]
    for name in edition.operation_names:
        summary = shorten(markup.plain(by_name[name].summary), 200)
        lines.append(f"- [{markdown.text(name)}]({edition.addresses.stem(name)}.md): {markdown.text(summary)}")
    lines += ["", f"## {words.say('all_operations')}", ""]
    lines.append(f"- [{words.say('common_parameters')}](common-parameters.md)")
    lines.append(f"- [{words.say('common_errors')}](common-errors.md)")
    lines.append(f"- [{words.say('errors')}](errors.md): {words.say('errors_everywhere')}")
    if edition.has_changelog:
        lines += ["", "## Optional", ""]  # the format's own word for what may be left out
        lines.append(f"- [{words.say('changelog')}](changelog.md): {words.say('changelog_about')}")
    return "\n".join(lines) + "\n"


def errors(edition: Edition) -> str:
    """Every error code with its messages, and the operations that document them."""
    lines = [f"# {edition.words.say('errors')}", ""]
    for entry in codes(edition):
        lines += [f"## {markdown.text(entry.code)}", ""]
        for message in entry.messages:
            status = "" if message.status is None else f"{message.status} "
            text = markdown.text(" ".join(message.text.split())) or "(no message)"
            links = ", ".join(f"[{markdown.text(p.label)}]({_markdown_page(p, edition)})" for p in message.places)
            lines += [f"- {status}{text}: {links}"]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _markdown_page(place: Place, edition: Edition) -> str:
    return "common-errors.md" if place.operation is None else f"{edition.addresses.stem(place.operation)}.md"


def changelog(newest: Edition, steps: Sequence[Step]) -> str:
    """What changed from each edition to the next newer one, newest first."""
    words = newest.words
    lines = [f"# {words.say('changelog')}", ""]
    for step in steps:
        since = words.say("since", step.old.label)
        lines += [f"## {markdown.text(step.new.label)}", "", markdown.text(since[0].upper() + since[1:]), ""]
        for change in step.changes:
            where = f"{markdown.text(change.operation)}: " if change.operation else ""
            lines.append(f"- **{change.level.label}** {where}{change.message}")
        lines.append("")
    if not steps:
        lines += [words.say("changelog_alone"), ""]
    return "\n".join(lines).rstrip("\n") + "\n"
