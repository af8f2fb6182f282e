"""Where the daemon is reached: an address for people, which is not always the one it listens on."""

import ipaddress
import socket

ANY = {"0.0.0.0", "::"}  # noqa: S104 (asks about it)
ELSEWHERE = ("192.0.2.1", 9)
"""A place that exists nowhere. Asking for the way there tells our own address; nothing is sent."""
ELSEWHERE_6 = ("2001:db8::1", 9)


def base_url(host: str, port: int) -> str:
    """`http://192.168.1.20:8098`, for a daemon that listens on this host and port."""
    shown = own_address(socket.AF_INET6 if ":" in host else socket.AF_INET) if host in ANY else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def here(host: str) -> str:
    """The host to ask from this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (asks about it)


def who_reaches(host: str, port: int) -> str:
    """One sentence where the address is of less use than one might hope, else nothing."""
    if port == 0:
        return "The port is another one at each start (server.port is 0); `liftday serve` says which."
    if is_loopback(host):
        return "Only this machine reaches it; for phones and other machines set server.host: 0.0.0.0."
    return ""


def own_address(family: socket.AddressFamily = socket.AF_INET) -> str:
    """This machine's address in the network at home; the loopback address where there is no network."""
    elsewhere, nowhere = (ELSEWHERE, "127.0.0.1") if family is socket.AF_INET else (ELSEWHERE_6, "::1")
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(elsewhere)
            return str(probe.getsockname()[0])
    except OSError:
        return nowhere


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
