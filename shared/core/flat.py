"""Flat settings files: YAML with one `name: value` a line, whose texts may name variables of the environment.

`${NAME}` stands for a variable, `${NAME:-text}` for a variable or `text` where it is not set or empty, `$${` for `${`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared.core.errors import InvalidInput

LARGEST: Final = 1_000_000  # bytes
_VARIABLE = re.compile(r"\$(\$\{)|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}|(\$\{)")


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as it was written. `value`: a plain value, or a list of them; its texts are not filled in yet."""

    name: str
    value: Any
    place: str  # file:line: name, for messages

    def filled(self, env: Mapping[str, str]) -> Any:
        """The value with its variables. Raises InvalidInput that names one which is not set."""
        if isinstance(self.value, list):
            return [filled(one, env, self.place) for one in self.value]
        return filled(self.value, env, self.place)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of variables in it."""
        texts = [one for one in (self.value if isinstance(self.value, list) else [self.value]) if isinstance(one, str)]
        return tuple(found[2] for text in texts for found in _VARIABLE.finditer(text) if found[2])


def filled(value: Any, env: Mapping[str, str], place: str) -> Any:
    """A text with its variables replaced; anything else as it stands.

    >>> filled("${HOST:-localhost}:${PORT}", {"PORT": "80"}, "x")
    'localhost:80'
    """
    if not isinstance(value, str):
        return value

    def found(match: re.Match[str]) -> str:
        if match[1]:
            return "${"
        if match[4]:
            raise InvalidInput(f"{place}: a variable is written ${{NAME}} or ${{NAME:-text}}; for the signs write $${{")
        if env.get(match[2]):
            return env[match[2]]
        if match[3] is None:
            raise InvalidInput(
                f"{place}: the variable {match[2]} is not set; set it, write ${{{match[2]}:-}} where it may be missing,"
                " or remove the line"
            )
        return match[3]

    return _VARIABLE.sub(found, value)


def read_flat(file: Path) -> dict[str, Line]:
    """The lines of a flat file by name, in order. Raises InvalidInput with file and line: not YAML, not flat, a name
    twice."""
    import yaml

    try:
        if file.stat().st_size > LARGEST:
            raise InvalidInput(f"{file}: is larger than {LARGEST:,} bytes, which no settings file is")
        loader = yaml.SafeLoader(file.read_text("utf-8"))
    except OSError as error:
        raise InvalidInput(f"{file}: cannot be read ({error.strerror}); name another file") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:  # a reader's complaint about characters
        raise InvalidInput(f"{file}: is no text in UTF-8") from error
    try:
        node = loader.get_single_node()
        return {} if node is None else _lines(file, node, loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # a problem's own text repeats lines of the file, in which secrets may stand
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise InvalidInput(f"{file}{line}: not readable as YAML; write `name: value` lines") from error


def _lines(file: Path, node: Any, loader: Any) -> dict[str, Line]:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise InvalidInput(f"{file}: expected `name: value` lines")
    lines: dict[str, Line] = {}
    for key, value in node.value:
        name = str(key.value).strip() if isinstance(key, yaml.ScalarNode) else ""
        place = f"{file}:{key.start_mark.line + 1}: {name[:80]}"
        if name in lines:
            raise InvalidInput(f"{place}: stands twice in the file; keep one of them")
        parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not name or not all(isinstance(part, yaml.ScalarNode) for part in parts):
            raise InvalidInput(f"{place}: this file is flat: write `name: value`, or `name: [value, value]`")
        lines[name] = Line(name, loader.construct_object(value, deep=True), place)
    return lines
