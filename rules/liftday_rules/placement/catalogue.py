"""The rule catalogue as Markdown, made from the rules' own docstrings and the table of parameters."""

from collections.abc import Iterator

from liftday_rules.placement import HARD, SOFT
from liftday_rules.placement.parameters import BY_NAME, PARAMETERS, POLICIES, Parameter
from liftday_rules.placement.rule import Rule

HEADINGS = ("## What it does", "## Why", "## Parameters", "## Exceptions")


def catalogue() -> str:
    """The whole page."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield "Generated from the rules themselves; change a rule's docstring or the table of parameters, not this page."
    yield "Points are prices: among the plans that no rule forbids, the one with the fewest points wins."
    yield ""
    yield "## Rules that forbid"
    yield from (line for rule in HARD for line in _rule(rule))
    yield ""
    yield "## Rules with a price"
    yield from (line for rule in SOFT for line in _rule(rule))
    yield ""
    yield "## Parameters"
    yield ""
    yield "Each can be set for an athlete under `rules:` in the configuration."
    yield ""
    yield "| name | default | unit | range | meaning | source |"
    yield "|---|---|---|---|---|---|"
    yield from (_parameter(parameter) for parameter in PARAMETERS)
    yield ""
    yield "## Policies"
    yield ""
    yield "A policy is a set of parameters."
    yield ""
    for policy, changes in POLICIES.items():
        said = ", ".join(f"`{name}` {value:g}" for name, value in changes.items()) or "the defaults"
        yield f"- `{policy.value}`: {said}"


def _rule(rule: Rule) -> Iterator[str]:
    title, *rest = rule.manual.strip().splitlines()
    yield ""
    yield f"### {title}"
    yield ""
    yield f"`{rule.name}` · says {', '.join(f'`{code}`' for code in rule.codes)}"
    for line in rest:
        yield line.replace("## ", "#### ", 1) if line in HEADINGS else line
    used = [BY_NAME[name] for name in rule.parameters]
    if used:
        yield ""
        yield "Defaults: " + ", ".join(f"`{one.name}` {one.default:g} {one.unit}" for one in used) + "."


def _parameter(parameter: Parameter) -> str:
    bounds = f"{parameter.low:g} to {parameter.high:g}"
    cells = (
        f"`{parameter.name}`",
        f"{parameter.default:g}",
        parameter.unit,
        bounds,
        parameter.meaning,
        parameter.source,
    )
    return f"| {' | '.join(cells)} |"
