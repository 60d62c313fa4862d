namespace Nabla;

/// <summary>Modules as functions of their parameters.</summary>
public static class FunctionalCalls
{
    extension(Module module)
    {
        /// <summary>Runs a module with given parameters and buffers in place of its own, which are there again afterwards. Gradients flow to the given tensors.</summary>
        /// <param name="state">Values by the names of <see cref="Module.StateDict"/>; the module's own serve where a name is absent. Buffers that the call updates keep their new value here, not in the module.</param>
        /// <param name="x">The input.</param>
        /// <exception cref="ArgumentException">A name is not one of the module's.</exception>
        /// <exception cref="ShapeMismatchException">A value has another shape.</exception>
        [Export("func.functional_call")]
        public Tensor FunctionalCall(IReadOnlyDictionary<string, Tensor> state, Tensor x) => module.FunctionalCall(state, () => module.Call(x));

        /// <summary>Runs any code that uses a module with given parameters and buffers in place of its own.</summary>
        /// <param name="state">Values by the names of <see cref="Module.StateDict"/>; the module's own serve where a name is absent.</param>
        /// <param name="call">What to run; may use modules of several inputs.</param>
        /// <exception cref="ArgumentException">A name is not one of the module's.</exception>
        /// <exception cref="ShapeMismatchException">A value has another shape.</exception>
        public T FunctionalCall<T>(IReadOnlyDictionary<string, Tensor> state, Func<T> call)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(state);
            ArgumentNullException.ThrowIfNull(call);
            string prefix = module.Path.Length == 0 ? string.Empty : module.Path + ".";
            List<(Parameter Place, Tensor Given, Tensor Own)> parameters = [];
            List<(ModuleBuffer Place, Tensor Given, Tensor Own)> buffers = [];
            HashSet<string> unknown = new(state.Keys, StringComparer.Ordinal);
            foreach (Parameter parameter in module.Parameters())
            {
                if (!Take(parameter.Name, parameter.Shape, out Tensor? given)) continue;
                parameters.Add((parameter, given!, parameter.Value));
            }
            foreach (ModuleBuffer buffer in module.Buffers())
            {
                if (!Take(buffer.Name, buffer.Value.Shape, out Tensor? given)) continue;
                buffers.Add((buffer, given!, buffer.Value));
            }
            if (unknown.Count > 0)
                throw new ArgumentException($"The module has no parameter or buffer named {string.Join(", ", unknown.Order(StringComparer.Ordinal).Take(8))}.", nameof(state));

            try
            {
                foreach ((Parameter place, Tensor given, _) in parameters) place.Value = given;
                foreach ((ModuleBuffer place, Tensor given, _) in buffers) place.Value = given;
                return call();
            }
            finally
            {
                foreach ((Parameter place, _, Tensor own) in parameters) place.Value = own;
                foreach ((ModuleBuffer place, _, Tensor own) in buffers) place.Value = own;
            }

            bool Take(string name, Shape shape, out Tensor? given)
            {
                string key = name[prefix.Length..];
                if (!state.TryGetValue(key, out given)) return false;
                unknown.Remove(key);
                if (given.Shape != shape) throw new ShapeMismatchException($"'{key}' has shape {shape}; the value given has {given.Shape}.", nameof(state));
                return true;
            }
        }
    }
}
