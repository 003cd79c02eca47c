"""The headings, column heads and words of the dialects that published pages are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docpact.targets.site import statements
from docpact.targets.site.statements import Phrases
from docpact.understand.dialect import Dialect, builtin

_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a page in one language uses."""

    phrases: Phrases
    common_parameters: str
    common_errors: str
    description: str
    trying: str
    try_it: str
    syntax: str
    request: str
    body: str
    response: str
    response_headers: str
    example: str
    errors: str
    request_example: str
    response_example: str
    form: str
    name: str
    type: str
    required: str
    position: str
    example_value: str
    text: str
    status: str
    code: str
    message: str
    yes: str
    no: str
    whole: str
    number: str
    dialect: Dialect


def _dialect(language: str) -> Dialect:
    return next(dialect for dialect in builtin() if dialect.language == language)


ENGLISH = Words(
    phrases=statements.ENGLISH,
    common_parameters="Common parameters",
    common_errors="Common error codes",
    description="Description",
    trying="Debugging",
    try_it="Try it in the console",
    syntax="Request syntax",
    request="Request parameters",
    body="Request body",
    response="Response parameters",
    response_headers="Response headers",
    example="Examples",
    errors="Error codes",
    request_example="Request example",
    response_example="Response example",
    form="`{}` format",
    name="Parameter",
    type="Type",
    required="Required",
    position="Position",
    example_value="Example",
    text="Description",
    status="HTTP status code",
    code="Error code",
    message="Error message",
    yes="Yes",
    no="No",
    whole="Whole number",
    number="Any number",
    dialect=_dialect("en"),
)
CHINESE = Words(
    phrases=statements.CHINESE,
    common_parameters="公共参数",
    common_errors="公共错误码",
    description="接口说明",
    trying="调试",
    try_it="在控制台中调试",
    syntax="请求语法",
    request="请求参数",
    body="请求体",
    response="返回数据",
    response_headers="返回头",
    example="示例",
    errors="错误码",
    request_example="请求示例",
    response_example="正常返回示例",
    form="`{}` 格式",
    name="名称",
    type="类型",
    required="是否必选",
    position="位置",
    example_value="示例值",
    text="描述",
    status="HttpCode",
    code="错误码",
    message="错误信息",
    yes="是",
    no="否",
    whole="任意整数",
    number="任意数值",
    dialect=_dialect("zh"),
)


def words_for(texts: Iterable[str]) -> Words:
    """The words that go with these texts: Chinese where one of them is."""
    return CHINESE if any(_HAN.search(text) for text in texts) else ENGLISH
