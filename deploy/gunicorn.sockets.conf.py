"""gunicorn for the sockets of an installation with several processes; pages are served elsewhere.

Started by `gunicorn --config deploy/gunicorn.sockets.conf.py wsgi:app`.

Apart from the pages, because greenlets are not interrupted: a page that is built in the same
process delays what everybody else is told (a quarter of a second and more under load). One worker
holds some thousand sockets. Several need no message queue, since each reads the event log for its
own, but they cannot share this listener: a browser that polls must reach the same worker each time.
Start one gunicorn with one worker for each, and let nginx choose (see nginx.conf).
"""

bind = "unix:/run/quartiersforum-sockets/sockets.sock"
worker_class = "gevent"
workers = 1
worker_connections = 6000  # gunicorn's own 1000 would let the next ones wait until they give up
timeout = 30
graceful_timeout = 3  # browsers come back by themselves, spread over some seconds
control_socket_disable = True
