using System.Reflection;
using Nabla;
using Nabla.Formats;

// 1,797 handwritten digits of 8 x 8 pixels 0..16; the last column says which digit it is.
using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream("digits.csv.gz")!;
CsvTable table = CsvFile.Read(file, "digits.csv.gz", new CsvOptions { LabelColumn = -1 });
Tensor pixels = Tensor.Of(table.Values, [table.Rows, 64]) / 16;
Tensor digits = Tensor.Of(table.Labels, [table.Rows]);

const int Train = 1_500, Test = 297;
TensorDataset training = new(pixels.Narrow(0, 0, Train), digits.Narrow(0, 0, Train));
DataLoader<(Tensor, Tensor), Batch> loader = new(training, batchSize: 50, Collation.Stack, new RandomSampler(Train, seed: 1));

Sequential model = new(
    Weights.Random(seed: 1),
    w => new Linear(w, 64, 128), w => new ReLU(w), w => new Dropout(w, 0.2), w => new Linear(w, 128, 10));
AdamW optimizer = new(model.Parameters(), new(LearningRate: 3e-3));

for (int epoch = 1; epoch <= 30; epoch++)
{
    double sum = 0;
    foreach (Batch batch in loader.Epoch(epoch))
    {
        Tensor loss = Functional.CrossEntropy(model.Call(batch.Inputs), batch.Targets);
        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
        sum += loss.Item() * batch.Count;
    }
    Console.WriteLine($"epoch {epoch}: loss {sum / Train:F4}");
}

model.Eval();
using GradMode.Restore mode = GradMode.NoGrad();
Tensor guesses = model.Call(pixels.Narrow(0, Train, Test)).Argmax(1);
double accuracy = guesses.Equal(digits.Narrow(0, Train, Test)).ToFloat32().Mean().Item();
Console.WriteLine($"test accuracy: {accuracy:F4}");
return accuracy > 0.9 ? 0 : 1;
