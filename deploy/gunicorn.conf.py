"""Gunicorn for the department size: several processes with threads, on the machine's own address behind nginx."""

# Under systemd zeyou-web.socket has opened this address already and hands it over.
bind = "127.0.0.1:8765"
workers = 2
threads = 4
worker_class = "gthread"
# A process takes no request before one of its threads is free for it; who waits, waits before both processes and is
# taken by the first that has room, in the order of coming. nginx opens a connection for each request.
worker_connections = threads
keepalive = 0
timeout = 60
graceful_timeout = 30
# Never preload: processes would share the connections to the database.
preload_app = False
# A process is renewed now and then, not all of them at once.
max_requests = 100_000
max_requests_jitter = 10_000
# nginx on the same machine says who asks and that the way was encrypted.
forwarded_allow_ips = "127.0.0.1"
accesslog = None
# Signals of systemd are the only hand on it.
control_socket_disable = True
