#!/bin/bash
# Installs ONNX Runtime for Node.js into benchmarks/peers/node_modules, for `nabla bench kernels --peers`. Nothing else in the repository needs it.
set -euo pipefail
cd "$(dirname "$0")"
command -v npm > /dev/null || { sudo=$(command -v sudo || true); $sudo apt-get install -y nodejs npm > /dev/null; }
npm install --no-save --no-package-lock --ignore-scripts onnxruntime-node@1.30.0 > /dev/null
