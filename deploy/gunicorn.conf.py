"""gunicorn for an installation with several processes.

Started by `gunicorn --config deploy/gunicorn.conf.py wsgi:app`.

Threads rather than gevent: with 16 clients at once the slowest of a hundred requests waited 0.07 s
with threads and 0.2 to 0.8 s with gunicorn's gevent workers.
"""

bind = "unix:/run/quartiersforum/web.sock"
worker_class = "gthread"
workers = 2  # WEB_CONCURRENCY or --workers says otherwise; about one per core
threads = 8
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 10_000  # a leak, should there be one, ends with its process
max_requests_jitter = 1_000
control_socket_disable = True
