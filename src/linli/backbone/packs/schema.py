"""What every part of a pack is made of: words in two languages, strict tables, lengths of time."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from linli.kernel.duration import Duration, parse_duration


class Table(BaseModel):
    """A table of a pack: unknown words are faults, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Words(Table):
    """A text in Chinese with its English."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.zh

    def to(self, language: str) -> str:
        """The text in the reader's language, Chinese where the other is missing."""
        return self.en if language.startswith("en") and self.en else self.zh


def _words(value: Any) -> Any:
    return {"zh": value} if isinstance(value, str) else value


def _length(value: Any) -> Any:
    return value if isinstance(value, Duration) else parse_duration(str(value))


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[Words, BeforeValidator(_words, json_schema_input_type=str | Words)]
Length = Annotated[Duration, BeforeValidator(_length, json_schema_input_type=str), PlainSerializer(str)]
Several = Annotated[tuple[str, ...], BeforeValidator(_several, json_schema_input_type=str | tuple[str, ...])]
