#!/bin/bash
# Builds the C++ peers of `nabla bench algorithms` into benchmarks/peers/bin (Debian: the packages are installed when missing).
# Nothing else in the repository needs them.
set -euo pipefail
cd "$(dirname "$0")"
packages=(g++ libhwy-dev libboost-dev libcgal-dev libgmp-dev libmpfr-dev)
if ! dpkg -s "${packages[@]}" > /dev/null 2>&1; then
  sudo=$(command -v sudo || true)
  $sudo apt-get install -y "${packages[@]}" > /dev/null
fi
mkdir -p bin
g++ -O3 -march=native -std=c++17 algorithms.cpp -o bin/algorithms -lhwy_contrib -lhwy
g++ -O3 -march=native -std=c++17 -DNDEBUG geometry_cgal.cpp -o bin/geometry_cgal -lgmp -lmpfr
