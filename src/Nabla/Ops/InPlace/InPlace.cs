using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Operations that overwrite their tensor. Each counts as a change, so that autograd notices when it still needed the old values.</summary>
public static class InPlace
{
    extension(Tensor x)
    {
        /// <summary>x += b, broadcasting b.</summary>
        /// <exception cref="InvalidOperationException">x is a leaf that requires a gradient or a view of one, or an expanded view.</exception>
        [Export("Tensor.add_")]
        public Tensor AddInPlace(Tensor b) => Update(x, b, new AddKernel(), static (a, c) => a + c);

        /// <summary>x += b.</summary>
        public Tensor AddInPlace(Scalar b) => x.AddInPlace(x.Lift(b));

        /// <summary>x -= b, broadcasting b.</summary>
        /// <exception cref="InvalidOperationException">x is a leaf that requires a gradient or a view of one, or an expanded view.</exception>
        [Export("Tensor.sub_")]
        public Tensor SubtractInPlace(Tensor b) => Update(x, b, new SubtractKernel(), static (a, c) => a - c);

        /// <summary>x *= b, broadcasting b.</summary>
        /// <exception cref="InvalidOperationException">x is a leaf that requires a gradient or a view of one, or an expanded view.</exception>
        [Export("Tensor.mul_")]
        public Tensor MultiplyInPlace(Tensor b) => Update(x, b, new MultiplyKernel(), static (a, c) => a * c);

        /// <summary>x *= b.</summary>
        public Tensor MultiplyInPlace(Scalar b) => x.MultiplyInPlace(x.Lift(b));

        /// <summary>x /= b, broadcasting b.</summary>
        /// <exception cref="InvalidOperationException">x is a leaf that requires a gradient or a view of one, or an expanded view.</exception>
        [Export("Tensor.div_")]
        public Tensor DivideInPlace(Tensor b) => Update(x, b, new DivideKernel(), static (a, c) => a / c);

        /// <summary>Overwrites x with the values of <paramref name="source"/>, which broadcasts and is converted.</summary>
        /// <exception cref="ShapeMismatchException">The source does not broadcast to x.</exception>
        /// <exception cref="InvalidOperationException">x is a leaf that requires a gradient or a view of one, or an expanded view.</exception>
        [Export("Tensor.copy_")]
        public Tensor CopyInPlace(Tensor source)
        {
            if (Records(x, source))
            {
                Adopt(x, source.To(x.DType).BroadcastTo(x.Shape).Clone());
                return x;
            }
            using GradMode.Restore mode = GradMode.NoGrad();
            Tensor wide = source.BroadcastTo(x.Shape);
            x.Storage.Touch();
            x.Backend.Copy(wide, x);
            GC.KeepAlive(wide);
            return x;
        }

        /// <summary>Sets every element.</summary>
        /// <exception cref="InvalidOperationException">x is a leaf that requires a gradient or a view of one, or an expanded view.</exception>
        [Export("Tensor.fill_")]
        public Tensor FillInPlace(Scalar value)
        {
            if (Records(x, x))
            {
                Adopt(x, Tensor.Full(x.Shape, value, x.DType, x.Backend));
                return x;
            }
            x.Storage.Touch();
            x.Backend.Fill(x, value);
            return x;
        }

        /// <summary>Sets every element to 0.</summary>
        [Export("Tensor.zero_")]
        public Tensor ZeroInPlace() => x.FillInPlace(0);
    }

    private static Tensor Update<TKernel>(Tensor x, Tensor b, TKernel kernel, Func<Tensor, Tensor, Tensor> recorded)
        where TKernel : struct, IBinaryKernel
    {
        if (Shape.Broadcast(x.Shape, b.Shape) != x.Shape)
            throw new ShapeMismatchException($"A value of shape {b.Shape} does not fit into a tensor of shape {x.Shape} in place.", nameof(b));
        if (Records(x, b))
        {
            // The old values move to a buffer of their own, which backward may keep.
            using Tensor old = new(x.Backend, CopyOf(x), x.DType, x.Shape, x.Shape.RowStrides, 0, x.State);
            Adopt(x, recorded(old, b).To(x.DType));
            return x;
        }
        using GradMode.Restore mode = GradMode.NoGrad();
        if (!x.HasData) return x;
        Tensor converted = b.To(x.DType);
        x.Storage.Touch();
        x.Backend.Binary(kernel, x, converted, x);
        if (!ReferenceEquals(converted, b)) converted.Dispose();
        return x;
    }

    /// <summary>Adds one to a counter.</summary>
    internal static unsafe void Increment(Tensor counter)
    {
        if (counter.DType != DType.Int64 || counter.Count != 1)
        {
            counter.AddInPlace(1);
            return;
        }
        using Pinned<long> count = counter.PinForWriting<long>();
        counter.Storage.Touch();
        ++*count.Pointer;
    }

    private static bool Records(Tensor x, Tensor source)
    {
        bool recorded = GradMode.IsEnabled && (x.RequiresGrad || source.RequiresGrad);
        if (!recorded && !ForwardAD.Carries(x) && !ForwardAD.Carries(source)) return false;
        if (x.IsLeaf && x.RequiresGrad)
            throw new InvalidOperationException("A leaf that requires a gradient cannot be changed in place while recording; do it under GradMode.NoGrad().");
        if (x.IsView) CheckView(x);
        return true;
    }

    /// <summary>A change of a view is a change of the tensor it looks at.</summary>
    private static void CheckView(Tensor x)
    {
        if (x.Base is not { } whole)
            throw new InvalidOperationException("This view was made without recording, or of memory that others share, and cannot be changed in place while recording; change the whole tensor, or use the out-of-place form.");
        if (whole is { IsLeaf: true, RequiresGrad: true })
            throw new InvalidOperationException("A view of a leaf that requires a gradient cannot be changed in place while recording; do it under GradMode.NoGrad().");
        if (!whole.IsContiguous)
            throw new InvalidOperationException($"A view of a tensor of shape {whole.Shape} that is not contiguous cannot be changed in place while recording; call Contiguous() first.");
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (x.Shape[axis] > 1 && x.Strides[axis] == 0)
                throw new InvalidOperationException($"A view of shape {x.Shape} that repeats axis {axis} cannot be changed in place: several elements are one. Clone it first.");
        }
    }

    private static Storage? CopyOf(Tensor x)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor copy = x.Clone().Persist();
        return copy.StorageOrNull;
    }

    private static void Adopt(Tensor x, Tensor result)
    {
        x.Storage.Touch();
        using (GradMode.NoGrad()) x.Backend.Copy(result, x);
        x.Rewrite(result);
    }
}
