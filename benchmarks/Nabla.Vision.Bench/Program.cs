using System.Diagnostics;
using System.Globalization;
using Nabla;
using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

// decode FILE...          milliseconds of decoding each file, one thread
// pipeline FILE...        the same of decode + resize to 256 + crop to 224 + normalise
// dump FOLDER FILE...     decodes each file to FOLDER/<number>.ppm (or .pgm)
// Run together with the peer by benchmarks/run-images.sh.
string[] files = args[1..];
switch (args[0])
{
    case "decode":
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Median(() => Image.Decode(bytes)):F3}"));
        }
        break;
    case "pipeline":
        TensorTransform transform = ModelTransforms.For("resnet50").ToTransform();
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Median(() => { using Tensor input = transform.Apply(Image.Decode(bytes)); return null; }):F3}"));
        }
        break;
    case "dump":
        for (int i = 1; i < files.Length; i++)
        {
            try
            {
                Image image = Image.Load(files[i]).To8Bit();
                image = image.Channels is 1 or 3 ? image : image.ToRgb();
                image.Save(Path.Combine(files[0], (i - 1).ToString(CultureInfo.InvariantCulture) + ".ppm"));
            }
            catch (ImageFormatException error)
            {
                Console.WriteLine($"{files[i]}: {error.Message}");
            }
        }
        break;
    default:
        Console.Error.WriteLine("usage: decode|pipeline FILE... | dump FOLDER FILE...");
        return 2;
}
return 0;

static double Median(Func<object?> work)
{
    // Half a second first, so that the just-in-time compiler is done.
    long start = Stopwatch.GetTimestamp();
    int warm = 0;
    while (Stopwatch.GetElapsedTime(start).TotalSeconds < 0.5 || warm < 5)
    {
        work();
        warm++;
    }
    List<double> samples = [];
    start = Stopwatch.GetTimestamp();
    while (samples.Count < 9 || Stopwatch.GetElapsedTime(start).TotalSeconds < 0.4)
    {
        long begin = Stopwatch.GetTimestamp();
        work();
        samples.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
    }
    samples.Sort();
    return samples[samples.Count / 2];
}
