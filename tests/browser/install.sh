#!/usr/bin/env bash
# Gets what the browser tests need: Playwright and axe-core into the environment of the given Python, and Debian's
# chromium where the machine has none and allows it. What cannot be had is said in one line; those tests then skip.
set -uo pipefail
python=$1
here=$(dirname "$0")

without() {
	echo "browser tests will be skipped: $1" >&2
	exit 0
}

if ! "$python" -c 'import playwright, axe_playwright_python' 2>/dev/null; then
	"$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements.lock" ||
		without "Playwright could not be installed"
fi
if [ -n "${CHROMIUM:-}" ] || command -v chromium chromium-browser >/dev/null; then
	exit 0
fi
command -v apt-get >/dev/null || without "there is no chromium; install it, or name it in CHROMIUM"
if [ "$(id -u)" = 0 ]; then
	as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
	as_root=(sudo -n env)
else
	without "there is no chromium; install it (apt-get install chromium), or name it in CHROMIUM"
fi
echo "installing chromium for the browser tests" >&2
as_root+=(DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)
{ "${as_root[@]}" update && "${as_root[@]}" install --no-install-recommends chromium; } >/dev/null 2>&1 ||
	without "apt-get could not install chromium"
