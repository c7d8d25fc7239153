using System;
using System.IO;
using System.Threading;
using SmimeCertTools.Fuzz;
using SmimeCertTools.Fuzzing;
using SmimeCertTools.Fuzzing.Seeds;
using SmimeCertTools.Fuzzing.Targets;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(FuzzArguments.Usage);
    return 0;
}

FuzzArguments arguments;
IFuzzTarget target;
try
{
    arguments = new FuzzArguments(args);
    target = arguments.Target switch
    {
        "pfx" => new PfxTarget(arguments.MaxIterations, arguments.UseCorpus ? CorpusFiles.ReadPfx() : []),
        "certificate" => new CertificateTarget(arguments.UseCorpus ? CorpusFiles.ReadCertificates() : []),
        "message" => new MessageTarget(arguments.UseCorpus ? CorpusFiles.ReadMessages() : []),
        "publickey" => new PublicKeyTarget(),
        "privatekey" => new PrivateKeyTarget(),
        var other => throw new FormatException("There is no target '" + other + "'."),
    };
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(FuzzArguments.Usage);
    return 2;
}

using var findings = new FindingFolder(arguments);
var runner = new FuzzRunner(target, arguments.Options) { Found = findings.Save, Starting = findings.NoteRunning };
using var watchdog = new Watchdog(runner, arguments.Options.MaxTime * 15, findings.Save);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

Console.WriteLine($"target {target.Name}, seed {arguments.Options.Seed}, inputs from {arguments.Options.Start}");
using var progress = new Timer(_ => Console.WriteLine($"{DateTime.Now:HH:mm:ss}  {runner.Done:N0}"), null, 30_000, 30_000);
var report = arguments.Replay is { } file
    ? runner.Run(new FuzzInput(File.ReadAllBytes(file), arguments.Password, file, []))
    : runner.Run(stop.Token);
Console.WriteLine(report);
return report.Findings.Count == 0 ? 0 : 1;
