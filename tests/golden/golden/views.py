"""Recipes that turn a contiguous base tensor into a strided view; the reader repeats them step by step."""

STEPS = {
    "transpose": lambda x, a, b: x.transpose(a, b),
    "permute": lambda x, *dims: x.permute(*dims),
    "slice": lambda x, dim, start, stop, step: x[(slice(None),) * dim + (slice(start, stop, step),)],
    "select": lambda x, dim, index: x.select(dim, index),
    "unsqueeze": lambda x, dim: x.unsqueeze(dim),
    "expand": lambda x, *shape: x.expand(*shape),
}


class View:
    """A contiguous base and the steps to apply to it."""

    def __init__(self, base, *steps):
        self.base, self.steps = base, [list(step) for step in steps]

    def to(self, dtype):
        """The same view of a converted base."""
        return View(self.base.to(dtype), *self.steps)

    def build(self):
        """The strided tensor."""
        result = self.base
        for name, *arguments in self.steps:
            result = STEPS[name](result, *arguments)
        return result


def build(source):
    """A tensor from a tensor, a view or None."""
    return source.build() if isinstance(source, View) else source


def convert(source, old, new):
    """The source with data type `old` replaced by `new`."""
    if source is None:
        return None
    dtype = source.base.dtype if isinstance(source, View) else source.dtype
    return source.to(new) if dtype == old else source
