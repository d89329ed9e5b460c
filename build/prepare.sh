# Shared by run.sh and test.sh: says what is done, installs Debian packages that are missing.

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
[ -t 2 ] || say() { printf '== %s\n' "$*" >&2; }

# Runs a command; shows its output only when it fails.
quietly() {
    local out
    out=$(mktemp)
    if ! "$@" >"$out" 2>&1; then
        cat "$out" >&2
        rm -f "$out"
        echo "failed: $*" >&2
        return 1
    fi
    rm -f "$out"
}

# install_missing PACKAGE...: installs the packages that dpkg does not know as installed; needs root only if one is missing.
install_missing() {
    local package missing=()
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        echo "missing Debian packages: ${missing[*]}" >&2
        echo "Install them as root: apt-get install ${missing[*]}" >&2
        return 1
    fi
    say "installing ${missing[*]}"
    # Debian would start a cluster of its own beside ours; a site runs a private one.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    quietly apt-get update
    DEBIAN_FRONTEND=noninteractive quietly apt-get install -y --no-install-recommends "${missing[@]}"
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
