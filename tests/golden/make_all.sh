#!/bin/sh
# Regenerates every golden vector. The result is the same byte for byte with the same packages (Debian 12: PyTorch 1.13.1,
# torchvision 0.14.1, numpy 1.24). Needs a processor with AVX2.
set -eu
cd "$(dirname "$0")"
python=/usr/bin/python3
if ! "$python" -c "import torch, torchvision, numpy, mpmath" 2>/dev/null; then
    apt-get update -q
    apt-get install -y -q --no-install-recommends python3-torch python3-torchvision python3-numpy python3-mpmath
fi
export PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0
# timm and EfficientNet-PyTorch are no Debian packages: what they computed (make_timm.py, make_efficientnet_pytorch.py) stays.
find models -type f ! -name "timm.*" -delete
rm -rf ops modules optim schedules random files autograd lbfgs states training
for script in make_ops make_modules make_modules_recurrent make_modules_transformer make_optim make_optim_numpy make_schedules make_random make_pickles make_resnet make_zoo make_upernet make_autograd make_optim_states make_training make_activations make_published; do
    "$python" "$script.py"
done
du -sh ops modules optim schedules random files models autograd lbfgs states training
