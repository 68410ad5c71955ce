"""gunicorn, the web server: `gunicorn settings.wsgi --config python:settings.gunicorn`. Everything that a machine changes is a variable.

Each thread keeps one connection to the database: machines × WEB_PROCESSES × WEB_THREADS, plus six for each worker, must stay under
PostgreSQL's max_connections."""

from settings import env
from settings.logging import json_logging

control_socket_disable = True
bind = env.text("BIND", "127.0.0.1:8000")
workers = env.integer("WEB_PROCESSES", 2)
worker_class = "gthread"
threads = env.integer("WEB_THREADS", 4)

# A page answers in less than the statement time-out or not at all; a stop lets running requests end.
timeout = 30
graceful_timeout = 20
keepalive = 5

# Slow leaks of memory never reach anybody.
max_requests = 5000
max_requests_jitter = 500

# The request log is written by the application, without query strings; errors of the server join it, one JSON object a line.
accesslog = None
logconfig_dict = json_logging()
