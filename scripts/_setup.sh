# Shared by start and test: puts what is missing into .venv and, with a word, onto the system.
# Sourced, not run. It writes only inside the repository, except for packages installed by apt.
# shellcheck shell=bash

set -euo pipefail
unset PYTHONHOME PYTHONPATH CDPATH

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # start goes back there
here=$PWD
cd "$root"
venv=$root/.venv
python=$venv/bin/python
log=$venv/setup.log

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 2
}

# One set-up at a time: two terminals may both be on their first run.
lock() {
    command -v flock >/dev/null || return 0
    exec 9<"$root/scripts"
    flock -n 9 || { say "Waiting for another set-up to end ..."; flock 9; }
}

unlock() { exec 9<&-; }

# --- what failed today is not tried again at every start ------------------------------------

failed_today() { [ -n "$(find "$venv/failed-$1" -mmin -1440 2>/dev/null)" ]; }

remember_failure() { touch "$venv/failed-$1"; }

# --- system packages ---------------------------------------------------------------------------

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            printf '%s ' "$package"
    done
}

# Prints the command that gives root's rights without asking anybody; fails when there is none.
root_command() {
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif sudo -n true 2>/dev/null; then
        echo "sudo -n env"
    else
        return 1
    fi
}

# Never removes a package to make room for another.
apt_install() {
    local as_root
    command -v apt-get >/dev/null && as_root=$(root_command) || return 1
    say "Installing system packages: $*"
    # dpkg wants the administrator's folders, which a user's PATH may lack.
    set -- PATH="$PATH:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive apt-get -y --no-install-recommends --no-remove \
        -o DPkg::Lock::Timeout=120 -o Acquire::Retries=1 -o Acquire::http::Timeout=20 install "$@"
    # shellcheck disable=SC2086 # the words of $as_root are separate arguments
    $as_root "$@" >>"$log" 2>&1 </dev/null || {
        # The lists of a fresh machine are empty or old.
        $as_root apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=20 update \
            >>"$log" 2>&1 </dev/null || true
        $as_root "$@" >>"$log" 2>&1 </dev/null
    }
}

# install_packages WHAT_IS_OFF PACKAGE...: fails when some are still missing, and says what is off.
install_packages() {
    local off=$1 missing
    shift
    command -v dpkg-query >/dev/null || return 0
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086 # the packages are separate arguments
    if failed_today packages && [ -z "${CI:-}" ]; then
        :
    elif apt_install $missing; then
        return 0
    else
        remember_failure packages
    fi
    say "$off: not installed and not installable from here: $missing"
    say "To have it: sudo apt-get install --no-install-recommends $missing"
    return 1
}

# --- Python --------------------------------------------------------------------------------------

# Prints the path of a Python that is new enough.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    if command -v python3 >/dev/null; then
        say "Backtalk needs Python 3.11 or newer; python3 here is $(python3 -V 2>&1)."
        fail "Install a newer one beside it, for instance: sudo apt-get install python3.11-venv"
    fi
    say "Backtalk needs Python 3.11 or newer, and there is no python3 here."
    fail "Install it, for instance: sudo apt-get install python3 python3-venv"
}

make_venv() {
    local base package
    base=$(find_python)
    if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$base" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        mkdir -p "$venv"
        apt_install "$package" || {
            [ ! -f "$log" ] || tail -n 5 "$log" >&2
            fail "Python's venv module is missing. Install it: sudo apt-get install $package"
        }
    fi
    say "Making a virtual environment in .venv with $("$base" -V)."
    "$base" -m venv --clear "$venv" >&2 ||
        fail "The virtual environment could not be made in $venv; see the lines above."
}

# What the installation depends on: the requirements, the interpreter and the place.
fingerprint() {
    "$python" -I -S -c 'import hashlib, sys; print(
        hashlib.sha256(open("pyproject.toml", "rb").read()).hexdigest(), sys.version, sys.argv[1]
    )' "$root" 2>/dev/null
}

# install_backtalk EXTRA: '' or dev. Nothing is done when it is in place already.
install_backtalk() {
    local extra=$1 stamp=$venv/installed${1:+-$1}
    if [ -x "$venv/bin/backtalk" ] && [ -f "$stamp" ] && [ "$(fingerprint)" = "$(<"$stamp")" ]; then
        return
    fi
    if ! is_new_enough "$python" || ! "$python" -m pip --version >/dev/null 2>&1; then
        make_venv
    fi
    say "Installing Backtalk and the libraries it needs into .venv (a few minutes at the first time) ..."
    mkdir -p "$venv/tmp"
    # Variables, not options: pip runs itself once more for the build, and should write nothing to HOME.
    if ! PIP_USER=0 PIP_NO_INPUT=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
        TMPDIR=$venv/tmp "$python" -m pip install --editable ".${extra:+[$extra]}" >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        fail "The installation failed. Look after the network, then run this again. All of it: $log"
    fi
    rm -rf "$venv/tmp"
    fingerprint | tee "$venv/installed" >"$stamp"
}
