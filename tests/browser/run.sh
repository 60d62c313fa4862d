#!/usr/bin/env bash
# Browser tests of the notebook: installs what they need (npm packages; a Chromium must be there, Debian: apt install chromium), builds, serves, and drives every page.
#   tests/browser/run.sh [FOLDER FOR SCREENSHOTS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shots=${1:-$root/artifacts/screenshots}
mkdir -p "$shots"
shots=$(cd "$shots" && pwd)
cd "$root"
[ -n "${NABLA_CLI:-}" ] || { dotnet build -c Release src/Nabla.Cli -v q; NABLA_CLI="$root/src/Nabla.Cli/bin/Release/net10.0/Nabla.Cli.dll"; }
export NABLA_CLI
cd tests/browser
[ -d node_modules/playwright-core ] || npm install --no-package-lock --no-audit --no-fund --loglevel=error
exec node run.mjs "$root" "$shots"
