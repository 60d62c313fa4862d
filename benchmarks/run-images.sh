#!/usr/bin/env bash
# Decoding, and decode + resize + crop + normalise, beside Pillow + torchvision, one thread, the two taking turns file by file.
# usage: benchmarks/run-images.sh [decode|pipeline|compare] [FILE...]     peers: Debian's python3-pil, python3-torchvision; photographs: opencv-doc
# compare: decodes every file with both and prints how many differ, and by how much.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=${1:-pipeline}
shift || true
python=/usr/bin/python3
photos=${PHOTOS:-/usr/share/doc/opencv-doc/examples/data}
[ $# -gt 0 ] || set -- "$photos"/{fruits,messi5,aloeL,baboon,home,starry_night,left01}.jpg
[ -n "${NO_BUILD:-}" ] || dotnet build -c Release benchmarks/Nabla.Vision.Bench -v q >/dev/null
ours=benchmarks/Nabla.Vision.Bench/bin/Release/net10.0/Nabla.Vision.Bench.dll
export NABLA_NUM_THREADS=1 OMP_NUM_THREADS=1
if [ "$mode" = compare ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  dotnet "$ours" dump "$folder" "$@"
  exec "$python" benchmarks/peers/compare_images.py "$folder" "$@"
fi
printf '| %s | size | Nabla ms | Pillow + torchvision ms | peer / Nabla |\n| --- | --- | --- | --- | --- |\n' "$mode"
for file in "$@"; do
  theirs=$("$python" benchmarks/peers/images.py "$mode" "$file")
  mine=$(dotnet "$ours" "$mode" "$file")
  "$python" -c '
import os, sys
from PIL import Image
path, a, b = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
image = Image.open(path)
print(f"| {os.path.basename(path)} | {image.width} x {image.height} {image.mode} | {a:.2f} | {b:.2f} | {b / a:.2f} |")' "$file" "$mine" "$theirs"
done
