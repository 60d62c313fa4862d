"""Fourier transforms; complex tensors are stored as real ones with a last axis of 2."""
import torch

from golden.family import Family

C, R = torch.view_as_complex, torch.view_as_real


def families():
    """All of them."""
    family = Family("fourier")
    to_complex = {"fft": torch.fft.fft, "ifft": torch.fft.ifft}
    for op, run in to_complex.items():
        d = family.begin(op, lambda x, run=run, **a: R(run(C(x), **a)))
        for n in (1, 2, 3, 5, 7, 8, 12, 30, 31, 64):
            family.add(f"length {n}", [d.f64((2, n, 2))])
        for norm in ("backward", "ortho", "forward"):
            family.add(f"norm {norm}", [d.f64((6, 2))], norm=norm)
        family.add("axis 0 padded", [d.f64((3, 4, 2))], n=5, dim=0)
        family.add("cut", [d.f64((3, 6, 2))], n=4, dim=-1)
        family.add("f32", [d.real((3, 16, 2), -1, 1)])
    d = family.begin("rfft", lambda x, **a: R(torch.fft.rfft(x, **a)))
    for n in (1, 2, 5, 8, 13, 32):
        family.add(f"length {n}", [d.f64((2, n))])
    family.add("options", [d.f64((6, 3))], n=8, dim=0, norm="ortho")
    family.add("f32", [d.real((3, 20), -1, 1)])
    d = family.begin("ihfft", lambda x, **a: R(torch.fft.ihfft(x, **a).resolve_conj()))
    family.add("length 6", [d.f64((2, 6))])
    family.add("length 5 ortho", [d.f64((2, 5))], norm="ortho")
    for op, run in (("irfft", torch.fft.irfft), ("hfft", torch.fft.hfft)):
        d = family.begin(op, lambda x, run=run, **a: run(C(x), **a))
        for bins in (2, 3, 5, 9):
            family.add(f"bins {bins}", [d.f64((2, bins, 2))])
        family.add("odd", [d.f64((2, 4, 2))], n=7)
        family.add("options", [d.f64((4, 3, 2))], n=9, dim=0, norm="forward")
    d = family.begin("fftn", lambda x, **a: R(torch.fft.fftn(C(x), **a)))
    family.add("all axes", [d.f64((2, 3, 4, 2))])
    family.add("sizes", [d.f64((2, 3, 4, 2))], s=[2, 6], norm="ortho")
    d = family.begin("ifftn", lambda x, **a: R(torch.fft.ifftn(C(x), **a)))
    family.add("axes", [d.f64((2, 3, 4, 2))], dim=[0, 2])
    d = family.begin("rfftn", lambda x, **a: R(torch.fft.rfftn(x, **a)))
    family.add("all axes", [d.f64((2, 3, 4))])
    family.add("axes", [d.f64((4, 3, 2))], dim=[1, 0])
    d = family.begin("irfftn", lambda x, **a: torch.fft.irfftn(C(x), **a))
    family.add("all axes", [d.f64((2, 3, 4, 2))])
    family.add("sizes", [d.f64((2, 3, 4, 2))], s=[5, 5])
    d = family.begin("fftshift", torch.fft.fftshift)
    family.add("all", [d.f64((5, 4))])
    family.add("one", [d.f64((5, 4))], dim=0)
    d = family.begin("ifftshift", torch.fft.ifftshift)
    family.add("all", [d.f64((5, 4))])
    for op in ("fftfreq", "rfftfreq"):
        family.begin(op, getattr(torch.fft, op))
        for n in (1, 8, 9):
            family.add(f"length {n}", [], n=n, d=0.5)
    short_time(family)
    yield family


def short_time(family):
    """stft and istft, signals and windows."""
    d = family.begin("stft", lambda x, w, **a: R(torch.stft(x, window=w, return_complex=True, **a)))
    family.add("ones", [d.f64((2, 30)), None], n_fft=8)
    family.add("window", [d.f64((2, 30)), d.f64((8,), 0.2, 1)], n_fft=8, hop_length=3)
    family.add("one signal, odd frames", [d.f64((21,)), d.f64((7,), 0.2, 1)], n_fft=7, hop_length=2)
    family.add("short window", [d.f64((25,)), d.f64((5,), 0.2, 1)], n_fft=8, hop_length=4, win_length=5)
    family.add("not centred", [d.f64((2, 21)), d.f64((8,), 0.2, 1)], n_fft=8, hop_length=4, center=False)
    family.add("all bins, normalised, constant padding", [d.f64((2, 17)), d.f64((6,), 0.2, 1)], n_fft=6, hop_length=5, onesided=False, normalized=True, pad_mode="constant")
    family.add("f32", [d.real((3, 64), -1, 1), torch.hann_window(16)], n_fft=16, constant=(1,))
    d = family.begin("istft", lambda x, w, **a: torch.istft(C(x), window=w, **a))
    family.add("ones", [d.f64((2, 5, 6, 2)), None], n_fft=8)
    family.add("window", [d.f64((2, 5, 6, 2)), d.f64((8,), 0.2, 1)], n_fft=8, hop_length=3)
    family.add("one signal, odd frames", [d.f64((4, 5, 2)), d.f64((7,), 0.2, 1)], n_fft=7, hop_length=2)
    family.add("short window, shorter", [d.f64((5, 9, 2)), d.f64((5,), 0.2, 1)], n_fft=8, hop_length=2, win_length=5, length=11)
    family.add("not centred, longer", [d.f64((2, 5, 4, 2)), d.f64((8,), 0.2, 1)], n_fft=8, hop_length=4, center=False, length=25)
    family.add("all bins, normalised", [d.f64((6, 5, 2)), d.f64((6,), 0.2, 1)], n_fft=6, hop_length=2, onesided=False, normalized=True)
    family.add("f32", [d.real((3, 9, 12, 2), -1, 1), torch.hann_window(16)], n_fft=16, constant=(1,))
    family.begin("kaiser_window", lambda **a: torch.kaiser_window(dtype=torch.float64, **a))
    for n, periodic, beta in ((9, True, 12.0), (8, False, 5.0), (1, True, 3.0)):
        family.add(f"{n} {periodic} {beta}", [], window_length=n, periodic=periodic, beta=beta)
