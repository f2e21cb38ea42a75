"""Gunicorn for the department size: several processes with threads, on the machine's own address behind nginx."""

# Under systemd zeyou-web.socket has opened this address already and hands it over.
bind = "127.0.0.1:8765"
workers = 2
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 30
# Never preload: processes would share the connections to the database.
preload_app = False
# A process is renewed now and then, not all of them at once.
max_requests = 20_000
max_requests_jitter = 2_000
# nginx on the same machine says who asks and that the way was encrypted.
forwarded_allow_ips = "127.0.0.1"
accesslog = None
# Signals of systemd are the only hand on it.
control_socket_disable = True
