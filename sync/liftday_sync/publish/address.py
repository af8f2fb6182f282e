"""Where the daemon is reached: an address for people, which is not always the one it listens on."""

import ipaddress
import socket

ANY = {"0.0.0.0", "::"}  # noqa: S104 (asks about it)
ELSEWHERE = ("192.0.2.1", 9)
"""A place that exists nowhere. Asking for the way there tells our own address; nothing is sent."""


def base_url(host: str, port: int) -> str:
    """`http://192.168.1.20:8098`, for a daemon that listens on this host and port."""
    shown = own_address() if host in ANY else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def here(host: str) -> str:
    """The host to ask from this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (asks about it)


def who_reaches(host: str, port: int) -> str:
    """One sentence where the address is of less use than one might hope, else nothing."""
    if port == 0:
        return "The port is another one at each start (server.port is 0); `liftday serve` says which."
    if _is_loopback(host):
        return "Only this machine reaches it; for phones and other machines set server.host: 0.0.0.0."
    return ""


def own_address() -> str:
    """This machine's address in the network at home; the loopback address where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
