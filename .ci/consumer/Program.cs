using System.IO.Compression;
using System.Xml.Linq;
using Nabla;
using Nabla.Vision;

// 1. The packages hold what they should.
List<string> faults = [];
string[] packages = Directory.GetFiles(args[0], "*.nupkg");
if (packages.Length < 4) faults.Add($"only {packages.Length} packages in {args[0]}");
foreach (string path in packages)
{
    using ZipArchive package = ZipFile.OpenRead(path);
    string[] files = [.. package.Entries.Select(entry => entry.FullName)];
    XElement data = XDocument.Load(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec")).Open()).Root!.Elements().First();
    string Text(string name) => data.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
    bool tool = data.Descendants().Any(element => (string?)element.Attribute("name") == "DotnetTool");
    void Expect(bool good, string what)
    {
        if (!good) faults.Add($"{Path.GetFileName(path)}: {what}");
    }

    Expect(Text("license") == "MIT", "no MIT licence");
    Expect(Text("readme") == "README.md" && files.Contains("README.md"), "no README");
    Expect(Text("description").Length > 20 && Text("description") != "Package Description", "no description");
    Expect(Text("tags").Length > 0, "no tags");
    Expect(!files.Any(file => file.StartsWith("runtimes/")), "native code");
    if (tool) continue;
    Expect(files.Contains($"lib/net10.0/{Text("id")}.dll"), "no library");
    Expect(files.Contains($"lib/net10.0/{Text("id")}.xml"), "no documentation");
    string symbols = Path.ChangeExtension(path, ".snupkg");
    Expect(File.Exists(symbols), "no symbols");
    if (!File.Exists(symbols)) continue;
    using ZipArchive debug = ZipFile.OpenRead(symbols);
    Expect(debug.Entries.Any(entry => entry.FullName == $"lib/net10.0/{Text("id")}.pdb"), "no pdb in the symbols");
}
foreach (string fault in faults) Console.WriteLine(fault);

// 2. A program made with them learns.
Tensor x = Tensor.Linspace(-1, 1, 64).Reshape(64, 1), y = (3 * x) + 2;
Linear line = new(Weights.Random(seed: 1), 1, 1);
AdamW optimizer = new(line.Parameters(), new(LearningRate: 0.1, WeightDecay: 0));
double loss = 1;
for (int step = 0; step < 200; step++)
{
    Tensor error = (line.Call(x) - y).Square().Mean();
    optimizer.ZeroGrad();
    error.Backward();
    optimizer.Step();
    loss = error.Item();
}
Console.WriteLine($"loss {loss:E2}, {ModelRegistry.Names.Count} models in the registry");
return faults.Count == 0 && loss < 1e-3 ? 0 : 1;
