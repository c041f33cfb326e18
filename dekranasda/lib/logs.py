"""Keeps national numbers out of the logs."""

import logging
import re

# NIK, NPWP and KK have 15 or 16 digits; anything of 14 or more in a row is hidden.
LONG_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){13,}")
HIDDEN = "[angka disamarkan]"


class HideLongNumbers(logging.Filter):
    """Replaces runs of 14 or more digits, in a line and in the traceback below it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, cleaned."""
        message = record.getMessage()
        hidden = LONG_NUMBER.sub(HIDDEN, message)
        if hidden != message:
            record.msg, record.args = hidden, None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = LONG_NUMBER.sub(HIDDEN, record.exc_text)
        return True
