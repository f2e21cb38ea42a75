"""The address to serve on: refused in words before anything is begun."""

import socket

from webapp.errors import Refusal


def check_port(host: str, port: int) -> None:
    """Refuse when the port is taken or not allowed."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise Refusal(
            "port-taken",
            "不能在 {host}:{port} 启动（{why}）：可能已有一个择优在运行。"
            "请先停止它，或换一个端口，例如 ZEYOU_PORT={other}。",
            host=host,
            port=port,
            why=error.strerror,
            other=port + 1 if port < 65535 else 8766,
        ) from error
