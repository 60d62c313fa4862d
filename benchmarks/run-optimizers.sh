#!/usr/bin/env bash
# Optimiser steps over ResNet-50's 25.6 million parameters beside PyTorch, in turns; "touch" is AdamW's memory traffic without its arithmetic.
# usage: benchmarks/run-optimizers.sh [THREADS] [ROUNDS] [NAME...]       PyTorch: Debian's python3-torch, python3-torchvision
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
threads=${1:-1} rounds=${2:-3}
shift $(( $# < 2 ? $# : 2 ))
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(AdamW SGD)
python=/usr/bin/python3
[ -n "${NO_BUILD:-}" ] || dotnet build -c Release benchmarks/Nabla.Optimizers.Bench -v q >/dev/null
for _ in $(seq "$rounds"); do
  dotnet benchmarks/Nabla.Optimizers.Bench/bin/Release/net10.0/Nabla.Optimizers.Bench.dll "$threads" touch "${names[@]}" | sed 's/^/ours /'
  OMP_NUM_THREADS=$threads "$python" benchmarks/peers/optim.py "$threads" "${names[@]}" | sed 's/^/peer /'
done | "$python" -c '
import statistics, sys
rows = {}
for line in sys.stdin:
    who, name, ms = line.split()
    rows.setdefault(name, {}).setdefault(who, []).append(float(ms))
print("| step | threads | Nabla ms | PyTorch ms | PyTorch / Nabla | traffic alone / Nabla |\n| --- | --- | --- | --- | --- | --- |")
touch = rows.pop("touch")["ours"]
for name, r in rows.items():
    a, b = statistics.median(r["ours"]), statistics.median(r["peer"])
    print(f"| {name} | {sys.argv[1]} | {a:.1f} | {b:.1f} | {b / a:.2f} | {statistics.median(touch) / a:.2f} |")
' "$threads"
