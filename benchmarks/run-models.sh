#!/usr/bin/env bash
# Training steps (forward, loss, backward, AdamW) and forward passes beside PyTorch: the two take turns, medians of the rounds are printed.
# usage: benchmarks/run-models.sh [ROUNDS [PATTERN]]       only the work that matches the pattern, such as "forward resnet50"; PyTorch: Debian's python3-torch, python3-torchvision, libopenblas0-openmp
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-3}
python=/usr/bin/python3
"$python" -c 'import torch, torchvision' || { echo "needs: apt-get install python3-torch python3-torchvision libopenblas0-openmp"; exit 1; }
[ -n "${NO_BUILD:-}" ] || dotnet build -c Release src/Nabla.Cli -v q >/dev/null
ours=src/Nabla.Cli/bin/Release/net10.0/Nabla.Cli.dll

printf '| work | threads | Nabla ms | PyTorch ms | PyTorch / Nabla | Nabla tensors MB | PyTorch growth MB | managed kB a run |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n'
while read -r mode model threads shape; do
  [[ "$mode $model" == ${2:-*} ]] || continue
  for _ in $(seq "$rounds"); do
    a=$(dotnet "$ours" models bench "$model" --input "$shape" --mode "$mode" --threads "$threads" --iterations 9 --json |
      "$python" -c 'import json,sys; d=json.load(sys.stdin); print(d["median_ms"], d["peak_bytes"] / 1e6, d["managed_bytes_a_run"] / 1e3)')
    b=$(OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads "$python" benchmarks/peers/models.py "$mode" "$model" "$threads" "$shape" 2>/dev/null)
    echo "$a $b"
  done | "$python" -c '
import statistics, sys
rows = [[float(v) for v in line.split()] for line in sys.stdin]
m = [statistics.median(column) for column in zip(*rows)]
r = statistics.median(row[3] / row[0] for row in rows)
print("| " + " | ".join(sys.argv[1:] + [f"{m[0]:.1f}", f"{m[3]:.1f}", f"{r:.2f}", f"{m[1]:.0f}", f"{m[4]:.0f}", f"{m[2]:.0f}"]) + " |")' "$mode $model $shape" "$threads"
done <<'WORK'
train resnet18 1 8,3,64,64
train resnet18 2 8,3,64,64
train mobilenet_v2 1 8,3,64,64
train mobilenet_v2 2 8,3,64,64
train efficientnet_b0 1 8,3,64,64
train efficientnet_b0 2 8,3,64,64
train smallcnn 1 64,1,28,28
train smallcnn 2 64,1,28,28
forward resnet50 1 1,3,224,224
forward resnet50 2 1,3,224,224
forward mobilenet_v2 1 1,3,224,224
forward mobilenet_v2 2 1,3,224,224
forward efficientnet_b0 1 1,3,224,224
forward efficientnet_b0 2 1,3,224,224
forward shufflenet_v2_x1_0 1 1,3,224,224
forward shufflenet_v2_x1_0 2 1,3,224,224
forward googlenet 1 1,3,224,224
forward googlenet 2 1,3,224,224
forward swin_t 1 1,3,224,224
forward swin_t 2 1,3,224,224
WORK
