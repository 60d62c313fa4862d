#!/usr/bin/env bash
# Recurrent networks beside PyTorch: forward, and forward with backward. The two take turns; medians of the rounds are printed.
# usage: benchmarks/run-recurrent.sh [ROUNDS]       PyTorch: Debian's python3-torch, libopenblas0-openmp; ONLY=pattern picks rows
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-3}
python=/usr/bin/python3
"$python" -c 'import torch' || { echo "needs: apt-get install python3-torch libopenblas0-openmp"; exit 1; }
[ -n "${NO_BUILD:-}" ] || dotnet build -c Release benchmarks/Nabla.Recurrent.Bench -v q >/dev/null
ours=benchmarks/Nabla.Recurrent.Bench/bin/Release/net10.0/Nabla.Recurrent.Bench.dll

printf '| network | T x N | inputs, units, layers | pass | threads | Nabla ms | PyTorch ms | PyTorch / Nabla |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n'
while read -r kind mode threads t n inputs units layers; do
  [[ "$kind $mode $threads $t $n $inputs $units $layers" =~ ${ONLY:-.} ]] || continue
  for _ in $(seq "$rounds"); do
    a=$(dotnet "$ours" "$kind" "$mode" "$threads" "$t" "$n" "$inputs" "$units" "$layers")
    b=$(OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads "$python" benchmarks/peers/recurrent.py "$kind" "$mode" "$threads" "$t" "$n" "$inputs" "$units" "$layers" 2>/dev/null)
    echo "$a $b"
  done | "$python" -c '
import statistics, sys
rows = [[float(v) for v in line.split()] for line in sys.stdin]
m = [statistics.median(column) for column in zip(*rows)]
r = statistics.median(row[1] / row[0] for row in rows)
kind, mode, threads, t, n, inputs, units, layers = sys.argv[1:]
print("| " + " | ".join([kind, f"{t} x {n}", f"{inputs}, {units}, {layers}", mode, threads, f"{m[0]:.2f}", f"{m[1]:.2f}", f"{r:.2f}"]) + " |")' \
    "$kind" "$mode" "$threads" "$t" "$n" "$inputs" "$units" "$layers"
done <<'WORK'
lstm forward 1 64 32 128 256 1
lstm forward 2 64 32 128 256 1
lstm train 1 64 32 128 256 1
lstm train 2 64 32 128 256 1
gru forward 1 64 32 128 256 1
gru forward 2 64 32 128 256 1
gru train 1 64 32 128 256 1
gru train 2 64 32 128 256 1
lstm forward 1 128 1 64 128 2
lstm train 1 128 16 64 512 1
lstm train 2 128 16 64 512 1
WORK
