"""Keeps national numbers out of the logs."""

import logging
import re

# NIK, NPWP and KK have 15 or 16 digits; anything of 14 or more in a row is hidden.
LONG_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){13,}")


class HideLongNumbers(logging.Filter):
    """Replaces runs of 14 or more digits in a log line by «angka disamarkan»."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = LONG_NUMBER.sub("[angka disamarkan]", message)
        if hidden != message:
            record.msg, record.args = hidden, None
        return True
