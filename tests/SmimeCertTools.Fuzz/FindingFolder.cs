using System;
using System.Globalization;
using System.IO;
using System.IO.MemoryMappedFiles;
using SmimeCertTools.Fuzzing;

namespace SmimeCertTools.Fuzz;

/// <summary>
/// Keeps findings, and the number of the input that is running: the system writes that down even if the process dies of the
/// input.
/// </summary>
internal sealed class FindingFolder : IDisposable
{
    private readonly string _folder;
    private readonly string _runningPath;
    private readonly string _target;
    private readonly FuzzArguments _arguments;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _running;

    public FindingFolder(FuzzArguments arguments)
    {
        _arguments = arguments;
        _target = arguments.Target;
        _folder = Directory.CreateDirectory(arguments.Output).FullName;
        _runningPath = Path.Combine(_folder, $"running-{_target}-{arguments.Options.Seed}.bin");
        if (File.Exists(_runningPath))
        {
            var last = BitConverter.ToInt64(File.ReadAllBytes(_runningPath));
            Console.WriteLine(
                $"A run of this seed did not end by itself; it was at input {last}: --start {last} --count 1 makes it again.");
        }

        _file = MemoryMappedFile.CreateFromFile(_runningPath, FileMode.Create, null, sizeof(long));
        _running = _file.CreateViewAccessor();
    }

    public void NoteRunning(long index) => _running.Write(0, index);

    public void Save(FuzzFinding finding)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_target}-{_arguments.Options.Seed}-{finding.Index}");
        var path = Path.Combine(_folder, name + ".bin");
        File.WriteAllBytes(path, finding.Input.Content);
        var text = $"""
            target:   {_target}
            seed:     {_arguments.Options.Seed}
            input:    {finding.Index}
            made of:  {finding.Input.Seed}
            changes:  {string.Join(", ", finding.Input.Changes)}
            password: {finding.Input.Password ?? "(absent)"}
            again:    --target {_target} --seed {_arguments.Options.Seed} --start {finding.Index} --count 1

            {finding.Problem}

            """;
        File.WriteAllText(Path.Combine(_folder, name + ".txt"), text);
        Console.WriteLine($"FINDING in input {finding.Index}, kept as {path}:{Environment.NewLine}{finding.Problem}");
    }

    public void Dispose()
    {
        _running.Dispose();
        _file.Dispose();
        File.Delete(_runningPath);
    }
}
