# shellcheck shell=bash disable=SC2034  # used where this is sourced
# What every script here shares: sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
local_dir=$root/.local
uv=$local_dir/tools/bin/uv
cd "$root"

say() { printf '==> %s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# True under CI=true (or 1): nothing may be skipped there.
in_ci() { case ${CI:-} in true | TRUE | 1) true ;; *) false ;; esac }

# Runs a command as root where that needs no password, and fails without asking otherwise.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# True where packages of the distribution can be installed without asking anybody.
can_install() { command -v apt-get >/dev/null && as_root true 2>/dev/null; }

# Installs packages of the distribution; the lists are fetched first, because old ones name files that are gone.
install_packages() {
  as_root apt-get update -qq >/dev/null &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# The browser of the end-to-end tests, or nothing.
browser_path() { type -P "${LIFTDAY_CHROMIUM:-chromium}" || type -P chromium-browser || true; }

# What builds an image without an engine, runs it, and reads its AppArmor profile and compose.yaml.
image_tools=(buildah debootstrap bwrap ip setpriv apparmor_parser docker-compose)

# True where the tests can start a PostgreSQL server of their own.
has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

# One fingerprint of the words given and of every file named after `--`.
fingerprint() {
  local words=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    words+=("$1")
    shift
  done
  shift
  { printf '%s\n' "${words[@]}" && cat "$@"; } | sha256sum | cut -d' ' -f1
}

# A step that is done leaves its fingerprint in a stamp; it runs again when the fingerprint changes.
is_done() { [ -f "$1" ] && [ "$(<"$1")" = "$2" ]; }

# uv trusts its own list of authorities; the system's list also knows those of a company's proxy.
if [ -z "${SSL_CERT_FILE:-}" ] && [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
fi
