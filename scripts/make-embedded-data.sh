#!/bin/sh
# Fetches the two Debian packages that hold the data sets and builds src/Nabla.Cli/Data from them.
# Needs: apt-get, dpkg, python3; zopfli if the files shall come out byte for byte as committed.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq dataset-fashion-mnist python3-sklearn
for package in *.deb; do dpkg -x "$package" unpacked; done
python3 "$root/scripts/make-embedded-data.py" \
    --fashion unpacked/usr/share/datasets/fashion-mnist \
    --digits unpacked/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz \
    --output "$root/src/Nabla.Cli/Data"
