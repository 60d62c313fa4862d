"""timm's models under their own names: keys, shapes, numbers of parameters, default transforms, and scores with weights from make_resnet.py's formula.

    PYTHONPATH=FOLDER_WITH_TIMM /usr/bin/python3 make_timm.py        (timm 1.0; it is no Debian package, so make_all.sh leaves this file out)
"""
import gzip
import json
import pathlib
import sys
import warnings

import golden  # noqa: F401
import torch

from golden.record import Records
from make_zoo import picture, state, undropped

warnings.filterwarnings("ignore")
import timm  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent / "models"
CLASSES = 20

# Names whose keys and transforms are recorded; behind a colon another tag than timm's default.
NAMES = """
tf_efficientnet_b0 tf_efficientnet_b1 tf_efficientnet_b2 tf_efficientnet_b3 tf_efficientnet_b4 tf_efficientnet_b5 tf_efficientnet_b6 tf_efficientnet_b7 tf_efficientnet_b8
tf_efficientnet_l2:ns_jft_in1k tf_efficientnet_cc_b0_4e tf_efficientnet_cc_b0_8e tf_efficientnet_cc_b1_8e tf_efficientnet_es tf_efficientnet_em tf_efficientnet_el
tf_efficientnet_lite0 tf_efficientnet_lite1 tf_efficientnet_lite2 tf_efficientnet_lite3 tf_efficientnet_lite4
tf_efficientnetv2_s tf_efficientnetv2_m tf_efficientnetv2_l tf_efficientnetv2_xl tf_efficientnetv2_b0 tf_efficientnetv2_b1 tf_efficientnetv2_b2 tf_efficientnetv2_b3
efficientnet_es efficientnet_em efficientnet_el efficientnet_lite0 efficientnet_lite1 efficientnet_lite2 efficientnet_lite3 efficientnet_lite4 efficientnet_b8 efficientnet_l2
mobilenetv1_100 mobilenetv2_050 mobilenetv2_075 mobilenetv2_100 mobilenetv2_140 mobilenetv3_large_100 mobilenetv3_small_100 mnasnet_050 mnasnet_075 mnasnet_100
ghostnet_050 ghostnet_100 ghostnet_130 mixnet_s mixnet_m mixnet_l inception_v4 legacy_xception convnext_xlarge
swin_tiny_patch4_window7_224 swin_small_patch4_window7_224 swin_base_patch4_window7_224 swin_base_patch4_window12_384 swin_large_patch4_window7_224 swin_large_patch4_window12_384
swinv2_tiny_window8_256 swinv2_small_window8_256 swinv2_base_window8_256
vit_base_patch16_224 vit_base_patch32_224 vit_large_patch16_224 vit_large_patch32_224 vit_huge_patch14_224 vit_base_patch16_384 vit_base_patch32_384 vit_large_patch16_384 vit_large_patch32_384
regnetx_004_tv regnetx_008 regnetx_016 regnetx_032 regnetx_080 regnetx_160 regnetx_320
regnety_004 regnety_008_tv regnety_016 regnety_032 regnety_080_tv regnety_160 regnety_320 regnety_1280
maxvit_tiny_tf_224 maxvit_small_tf_224 maxvit_base_tf_224 maxvit_large_tf_224 maxvit_xlarge_tf_224 maxvit_tiny_tf_384 maxvit_small_tf_384 maxvit_base_tf_384 maxvit_large_tf_384 maxvit_xlarge_tf_384
maxvit_tiny_tf_512 maxvit_small_tf_512 maxvit_base_tf_512 maxvit_large_tf_512 maxvit_xlarge_tf_512
""".split()

# torchvision has published these names too, so only their keys are timm's.
SHARED = """
efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4 efficientnet_b5 efficientnet_b6 efficientnet_b7 convnext_tiny convnext_small convnext_base convnext_large
resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d resnext101_32x8d resnext101_64x4d wide_resnet50_2 wide_resnet101_2 densenet121 densenet161 densenet169 densenet201
vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn
""".split()

# (name, side, arguments of timm, settings of ours): models whose scores are recorded.
SCORED = [
    ("efficientnet_b0", 64, {}, {}), ("tf_efficientnet_b0", 65, {}, {}), ("tf_efficientnet_b5", 64, {}, {}), ("efficientnet_lite0", 64, {}, {}), ("tf_efficientnet_lite1", 64, {}, {}),
    ("efficientnet_es", 64, {}, {}), ("tf_efficientnet_em", 65, {}, {}), ("tf_efficientnet_cc_b0_4e", 64, {}, {}), ("tf_efficientnet_cc_b1_8e", 65, {}, {}),
    ("tf_efficientnetv2_b0", 64, {}, {}), ("tf_efficientnetv2_b3", 64, {}, {}), ("tf_efficientnetv2_s", 64, {}, {}),
    ("mobilenetv1_100", 64, {}, {}), ("mobilenetv2_050", 64, {}, {}), ("mobilenetv2_100", 64, {}, {}), ("mobilenetv2_140", 64, {}, {}),
    ("mobilenetv3_large_100", 64, {}, {}), ("mobilenetv3_small_100", 64, {}, {}), ("mnasnet_050", 64, {}, {}), ("mnasnet_100", 64, {}, {}),
    ("ghostnet_050", 64, {}, {}), ("ghostnet_100", 64, {}, {}), ("ghostnet_130", 64, {}, {}), ("mixnet_s", 64, {}, {}), ("mixnet_m", 64, {}, {}), ("mixnet_l", 64, {}, {}),
    ("inception_v4", 96, {}, {}), ("legacy_xception", 64, {}, {}), ("convnext_tiny", 64, {}, {}), ("densenet121", 64, {}, {}), ("resnet18", 64, {}, {}), ("vgg11", 224, {}, {}),
    ("swin_tiny_patch4_window7_224", 224, {"embed_dim": 24}, {"embed_dim": 24}), ("swin_base_patch4_window7_224", 224, {"embed_dim": 32}, {"embed_dim": 32}),
    ("swin_large_patch4_window7_224", 224, {"embed_dim": 48}, {"embed_dim": 48}),
    ("swin_base_patch4_window12_384", 384, {"embed_dim": 32}, {"embed_dim": 32}), ("swin_large_patch4_window12_384", 384, {"embed_dim": 48}, {"embed_dim": 48}),
    ("swinv2_tiny_window8_256", 256, {"embed_dim": 24}, {"embed_dim": 24}), ("swinv2_base_window8_256", 256, {"embed_dim": 32}, {"embed_dim": 32}),
    ("vit_base_patch32_224", 224, {"depth": 2}, {"depth": 2}), ("vit_base_patch16_384", 384, {"depth": 2}, {"depth": 2}),
    ("regnetx_004_tv", 64, {}, {}), ("regnetx_008", 64, {}, {}), ("regnety_004", 64, {}, {}), ("regnety_016", 64, {}, {}),
    ("maxvit_tiny_tf_224", 64, {"img_size": 64}, {"image_size": 64, "window_size": 2}), ("maxvit_small_tf_384", 96, {"img_size": 96}, {"image_size": 96, "window_size": 3}),
]


def score(records, known, name, size, options, settings):
    """Scores in float64, and how far timm's own float32 is from them."""
    model = undropped(timm.create_model(name, num_classes=CLASSES, drop_rate=0.0, **options)).eval()
    values, key, runs = state(model), 400000 + len(name), []
    for exact in (False, True):
        model.load_state_dict(values)
        model = model.double() if exact else model.float()
        with torch.no_grad():
            runs.append(model(picture(key, 1, size).to(torch.float64 if exact else torch.float32)).double())
    error = ((runs[0] - runs[1]).abs().max() / runs[1].abs().max()).item()
    print(f"  {name}: timm's float32 off by {error:.1e}", flush=True)
    records.add(name, settings={"num_classes": CLASSES, **settings}, inputKey=key, inputShape=[1, 3, size, size], outputs=records.pool.key(runs[1]), float32=float(f"{error:.1e}"))
    known[f"{name}/scored"] = {"state": [[entry, list(t.shape)] for entry, t in values.items()]}


def main():
    """Writes models/timm.safetensors and models/timm.json.gz; names on the command line restrict the scored models (for trying out)."""
    records, known = Records("models/timm.safetensors", "golden-timm-1"), {}
    for case in SCORED:
        if len(sys.argv) == 1 or case[0] in sys.argv:
            score(records, known, *case)
    records.write()
    for given in NAMES + SHARED:
        name, _, tag = given.partition(":")
        model = timm.create_model(name, num_classes=1000)
        config = timm.get_pretrained_cfg(f"{name}.{tag}" if tag else name)
        known[name] = {"parameters": sum(p.numel() for p in model.parameters()), "state": [[key, list(t.shape)] for key, t in model.state_dict().items()]}
        if given in NAMES:
            known[name]["transform"] = [config.input_size[1], config.crop_pct, config.interpolation, config.mean[0], config.std[0], config.crop_mode]
    text = json.dumps(known, separators=(",", ":")).encode()
    (HERE / "timm.json.gz").write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"models/timm.json.gz: {len(known)} models, {(HERE / 'timm.json.gz').stat().st_size} bytes")


if __name__ == "__main__":
    main()
