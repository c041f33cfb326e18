"""A weak signal between a browser and the server of a test: slow, late, held up and cut at will.

A connection of its own, since what a browser emulates slows no upload down to a server on the same
machine, and cuts nothing that is under way.
"""

import contextlib
import socket
import threading
import time

UP, DOWN = 750_000 // 8, 1_600_000 // 8  # bytes a second: slow 3G
LATENCY = 0.15  # seconds there and back
PIECE = 4096
LARGE = 64 * 1024  # bytes that no form of the portal has, and every photograph


class WeakSignal:
    """Forwards connections to a port of this machine; `cut` breaks them all, `mend` ends that.

    While `holds_photographs`, a photograph gets no further than its first `LARGE` bytes.
    """

    def __init__(self, port: int) -> None:
        self.target, self.is_cut, self.holds_photographs = port, False, False
        self._open: set[socket.socket] = set()
        self._free = {UP: 0.0, DOWN: 0.0}
        self._lock = threading.Lock()
        self._door = socket.socket()
        # Small buffers, so that what the browser calls sent has gone.
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
        self._door.bind(("127.0.0.1", 0))
        self._door.listen(64)
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._welcome, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, and no new one comes about."""
        self.is_cut = True
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """There is signal again."""
        self.is_cut = False

    def close(self) -> None:
        """Ends it for good."""
        self.cut()
        self._door.close()

    def _welcome(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            with self._lock:
                self._open |= {near, far}
            for source, goal, speed in ((near, far, UP), (far, near, DOWN)):
                threading.Thread(
                    target=self._forward, args=(source, goal, speed), daemon=True
                ).start()

    def _forward(self, source: socket.socket, goal: socket.socket, speed: int) -> None:
        """Passes bytes on, all connections of one direction together no faster than `speed`."""
        last, sent = 0.0, 0
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                if speed == UP and time.monotonic() - last > LATENCY:
                    time.sleep(LATENCY)
                with self._lock:
                    begin = max(self._free[speed], time.monotonic())
                    self._free[speed] = end = begin + len(piece) / speed
                time.sleep(max(0.0, end - time.monotonic()))
                sent += len(piece)
                while speed == UP and sent > LARGE and self.holds_photographs and not self.is_cut:
                    time.sleep(0.05)
                goal.sendall(piece)
                last = time.monotonic()
        for each in (source, goal):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
