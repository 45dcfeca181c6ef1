"""gunicorn for the sockets of an installation with several processes; pages are served elsewhere.

Started by `quartiersforum-sockets@.service`, which names the listener.

Apart from the pages, because greenlets are not interrupted: a page that is built in the same
process delays what everybody else is told (a quarter of a second and more under load). One worker
holds some thousand sockets. Several cannot share a listener, since a browser that polls must reach
the same worker each time: there is one gunicorn with one worker for each, with a listener of its
own (see the unit), and nginx chooses (see nginx.conf).
"""

worker_class = "gevent"
workers = 1
worker_connections = 6000  # gunicorn's own 1000 would let the next ones wait until they give up
timeout = 30
graceful_timeout = 3  # browsers come back by themselves, spread over some seconds
control_socket_disable = True
