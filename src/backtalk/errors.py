"""The one error that Backtalk shows to people.

Anything else that escapes is a fault of the program and is reported as such by the command line.
"""


class BacktalkError(Exception):
    """Something the user can mend: one sentence that says what is wrong, one that says what helps.

    `message` ends with a full stop and names the thing it is about; `remedy` is an instruction.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy
