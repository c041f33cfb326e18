"""A mail server in the test's own process, which misbehaves as it is told."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes

Trouble = str | Callable[[], object]


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it takes. Each connection meets the next of `troubles`, then none.

    A trouble is `"<step> <what>"`: the step is greeting, mail, rcpt, data, dot or quit; the server
    answers there with the reply given, or hangs, drops or drips (a byte at a time, for ever). At
    the dot the message has been kept by then. A function is called after the message was kept.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.troubles: list[Trouble] = []
        self.kept: list[str] = []  # the Message-ID of every copy
        self.to: list[str] = []
        self.conversations = 0
        self.before: Callable[[], object] = lambda: None  # called as each conversation begins
        self.end = threading.Event()
        self.open: list[socket.socket] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.conversations += 1
        self.server.open.append(self.connection)
        self.server.before()
        self.trouble = self.server.troubles.pop(0) if self.server.troubles else ""
        named = self.trouble if isinstance(self.trouble, str) else ""
        self.where, _space, self.what = named.partition(" ")
        if self.stumble("greeting", "220 ready"):
            return
        while line := self.rfile.readline():
            word = line.split()[0].upper().decode()
            usual = {"EHLO": "250 test", "DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 ok")
            if self.stumble(word.lower(), usual) or word == "QUIT":
                return
            if word == "RCPT":
                self.reader = line.partition(b"<")[2].partition(b">")[0].decode()
            if word == "DATA" and self.where != "data" and not self.take():
                return

    def take(self) -> bool:
        """Reads and keeps a message; whether the conversation goes on."""
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if self.where != "dot" or self.what in ("hang", "drop"):
            self.server.kept.append(message_from_bytes(b"".join(lines))["Message-ID"])
            self.server.to.append(self.reader)
        if callable(self.trouble):
            self.trouble()
        return not self.stumble("dot", "250 kept")

    def stumble(self, step: str, usual: str) -> bool:
        """Answers as usual, or makes the trouble of this step; whether the conversation is over."""
        if self.where != step:
            self.say(usual)
            return False
        if self.what == "hang":
            self.server.end.wait()
        elif self.what == "drip":
            while not self.server.end.wait(0.05):
                try:
                    self.wfile.write(b"2")
                except OSError:
                    break
        elif self.what != "drop":
            self.say(self.what)
            return self.what.startswith("421")
        return True

    def say(self, reply: str) -> None:
        self.wfile.write(reply.encode() + b"\r\n")


@contextmanager
def serving() -> Iterator[MailServer]:
    """A mail server that listens until the block ends."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield server
        server.end.set()
        server.shutdown()
        for each in server.open:  # also those whose sender never said goodbye
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
