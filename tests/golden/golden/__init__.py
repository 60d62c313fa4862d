"""Writes golden vectors: cases with inputs, outputs and gradients computed by PyTorch, kept in safetensors files."""
import os

# One instruction set and one thread on every machine, so that a regeneration gives the same bytes.
os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx2")
os.environ.setdefault("DNNL_MAX_CPU_ISA", "AVX2")
os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch  # noqa: E402

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True, warn_only=True)
torch.backends.mkldnn.enabled = False  # plain kernels: no dependence on oneDNN's choice of blocking
