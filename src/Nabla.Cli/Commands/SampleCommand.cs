using System.CommandLine;
using Nabla.Cli.CharLm;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla sample</c>: lets a trained character model write.</summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("out") { Description = "Folder of a training of char-lm, or its checkpoint." };
        Option<int> length = GlobalOptions.Number<int>("--length", "Characters to write.", value => value >= 0, "0 or more");
        length.DefaultValueFactory = _ => 500;
        Option<double> temperature = Temperature();
        Option<string?> prompt = Prompt();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("sample", "Lets a trained character model write.") { folder, length, temperature, prompt, json };
        command.SetAction(parsed =>
        {
            (CharModel model, string alphabet) = CharLmRun.Open(parsed.GetRequiredValue(folder));
            string start = parsed.GetValue(prompt) ?? CharText.Prompt(alphabet);
            string text = CharSampler.Write(model, alphabet, start, parsed.GetValue(length), parsed.GetValue(temperature), parsed.GetValue(GlobalOptions.Seed));
            if (!parsed.GetValue(json))
            {
                Console.WriteLine(text);
                return;
            }
            JsonOutput.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("prompt", start);
                writer.WriteString("text", text);
                writer.WriteEndObject();
            });
        });
        return command;
    }

    /// <summary>How boldly to draw.</summary>
    public static Option<double> Temperature()
    {
        Option<double> option = GlobalOptions.Number<double>("--temperature", "0 takes the likeliest character, 1 follows the model, more is wilder.", value => value is >= 0 and < double.PositiveInfinity, "0 or more");
        option.DefaultValueFactory = _ => 0.7;
        return option;
    }

    /// <summary>What the text begins with.</summary>
    public static Option<string?> Prompt()
    {
        Option<string?> option = new("--prompt") { Description = "What the text begins with." };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is "") result.AddError("--prompt must have at least one character.");
        });
        return option;
    }
}
