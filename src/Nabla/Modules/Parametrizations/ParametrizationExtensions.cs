using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>Parametrising parameters of modules that exist already, and undoing it.</summary>
public static class ParametrizationExtensions
{
    private static readonly ConditionalWeakTable<Parameter, Parametrization> Active = [];

    extension(Module module)
    {
        /// <summary>Lets a parameter of this module be computed from others, starting at its present value.</summary>
        /// <param name="name">Name of the parameter, such as <c>weight</c>.</param>
        /// <param name="parametrization">How its value comes about; serves one parameter.</param>
        /// <returns>The module itself.</returns>
        /// <exception cref="ArgumentException">The module itself has no such parameter.</exception>
        /// <exception cref="InvalidOperationException">The parametrisation serves another parameter.</exception>
        [Export("nn.utils.parametrize.register_parametrization")]
        public Module Parametrize(string name, Parametrization parametrization)
        {
            ArgumentNullException.ThrowIfNull(parametrization);
            Weights w = module.Cursor;
            string full = w.Path.Length == 0 ? name : $"{w.Path}.{name}";
            Parameter parameter = w.OwnParameters.FirstOrDefault(candidate => candidate.Name == full)
                ?? throw new ArgumentException($"{module.GetType().Name} at '{module.Path}' has no parameter '{name}' of its own to parametrise.", nameof(name));
            Tensor value = parameter.Value.Detach().Persist();
            w.Remove(parameter);
            w.AddFresh(() => parametrization.Install(w, name, parameter, () => value.Clone(), parameter.Trainable));
            foreach (Parameter original in parametrization.Originals)
            {
                if (original.Value.DType != value.DType) original.Replace(original.Value.Detach().To(value.DType));
            }
            Active.Add(parameter, parametrization);
            return module;
        }

        /// <summary>Makes a parametrised parameter an ordinary one again, with its present value.</summary>
        /// <param name="parameter">The computed parameter, such as <c>linear.Weight</c>.</param>
        /// <returns>The module itself.</returns>
        /// <exception cref="ArgumentException">It was not parametrised by <see cref="Parametrize"/>.</exception>
        [Export("nn.utils.parametrize.remove_parametrizations")]
        public Module RemoveParametrization(Parameter parameter)
        {
            ArgumentNullException.ThrowIfNull(parameter);
            if (!Active.TryGetValue(parameter, out Parametrization? parametrization)) throw new ArgumentException($"Parameter {parameter.Name} has no parametrisation.", nameof(parameter));
            Tensor value;
            using (GradMode.NoGrad()) value = parameter.Value.Clone().Persist();
            parametrization.Uninstall(parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..]);
            Active.Remove(parameter);
            parameter.ComputeBy(null);
            parameter.Replace(value);
            parameter.Trainable = true;
            module.Cursor.Restore(parameter);
            return module;
        }
    }
}
