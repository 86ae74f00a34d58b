"""The two ways a command or query says no; mapped to HTTP once, in the backbone."""


class Refusal(Exception):
    """A rule says no: `code` names the rule, `detail` fills its sentence; nothing has changed."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class NotFound(Exception):
    """The thing is absent or not for this viewer; the two answer alike."""

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what
