"""Draws docs/notes/img/adamw-decay.svg: what weight decay leaves of a weight whose gradient is pure noise, by the size of that noise."""
import pathlib

import numpy as np

RATE, DECAY, STEPS = 1e-3, 0.1, 4000
SCALES = np.logspace(-3, 1, 33)


def left(decoupled):
    """Mean over 64 weights that start at 1, one column a scale."""
    random = np.random.RandomState(0)
    w, m, v = (np.full((64, len(SCALES)), x) for x in (1.0, 0.0, 0.0))
    for t in range(1, STEPS + 1):
        g = random.standard_normal(w.shape) * SCALES
        if decoupled:
            w *= 1 - RATE * DECAY
        else:
            g = g + DECAY * w
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g * g
        w -= RATE * (m / (1 - 0.9 ** t)) / (np.sqrt(v / (1 - 0.999 ** t)) + 1e-8)
    return w.mean(0)


def main():
    """Writes the picture."""
    x = 60 + (np.log10(SCALES) + 3) / 4 * 380
    lines = []
    for values, colour, name in ((left(False), "#d62728", "Adam, decay in the gradient"), (left(True), "#1f77b4", "AdamW, decay apart")):
        y = 200 - np.clip(values, -0.1, 1.05) * 160
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y))
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
        lines.append(f'<text x="70" y="{36 if colour == "#d62728" else 54}" fill="{colour}">{name}</text>')
    ticks = "".join(f'<text x="{60 + 95 * i}" y="218" text-anchor="middle">{label}</text>' for i, label in enumerate(("10⁻³", "10⁻²", "10⁻¹", "1", "10")))
    ticks += "".join(f'<text x="52" y="{204 - 160 * v:.0f}" text-anchor="end">{v}</text><path d="M60 {200 - 160 * v:.0f}H440" stroke="#ddd"/>' for v in (0, 0.5, 1))
    svg = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 245" font-family="sans-serif" font-size="12">' + ticks + "".join(lines)
           + '<text x="250" y="238" text-anchor="middle" fill="#555">standard deviation of the gradient</text></svg>\n')
    (pathlib.Path(__file__).resolve().parent.parent / "docs/notes/img/adamw-decay.svg").write_text(svg)
    for scale, a, b in list(zip(SCALES, left(False), left(True)))[::8]:
        print(f"{scale:8.3f} {a:7.3f} {b:7.3f}")


if __name__ == "__main__":
    main()
