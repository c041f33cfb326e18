"""gunicorn behind nginx, on a socket that only nginx reaches."""

import multiprocessing
import os

bind = "unix:/run/dekranasda/portal.sock"
workers = int(os.environ.get("WEB_WORKERS", multiprocessing.cpu_count() + 1))
# A photograph waits for its turn in a thread and holds up nobody else's page.
worker_class = "gthread"
threads = 8
timeout = 30
graceful_timeout = 25
max_requests = 2000  # a worker that leaks is replaced in time
max_requests_jitter = 400
worker_tmp_dir = "/dev/shm"  # noqa: S108 a heartbeat file that must not wait for a disk
control_socket_disable = True
accesslog = None  # nginx keeps it, with addresses shortened
