using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Runs removals with a file of results and a list for the CA, again and again with the same.</summary>
internal sealed class RemovalRunner : IDisposable
{
    private readonly TempFolder _folder = new();

    public string ResultPath => _folder.Combine("results.jsonl");

    public string ListPath => _folder.Combine("revoke.cmd");

    /// <summary>What the last run told.</summary>
    public List<JobEvent> Events { get; } = [];

    public int Degree { get; set; } = 1;

    public bool RequiresSerialNumbers { get; set; } = true;

    /// <summary>Whether the rows end only when the first result was handled.</summary>
    public bool EndsLate { get; set; }

    /// <summary>Called with each event before it is answered.</summary>
    public Action<JobEvent>? Handle { get; set; }

    /// <summary>Called with both files when they are open.</summary>
    public Action<ResultsFile, RevocationList>? Opened { get; set; }

    /// <summary>The session's error of the last run.</summary>
    public string? SessionError { get; private set; }

    /// <summary>What the file of results says, an entry a line: its status and its thumbprint's first digit.</summary>
    public IReadOnlyList<string> Kept => [.. Entries.Select(entry => $"{entry["Status"]} {((string?)entry["Thumbprint"])?[0]}")];

    /// <summary>The file of results.</summary>
    public IReadOnlyList<JsonNode> Entries => [.. File.ReadAllLines(ResultPath).Select(line => JsonNode.Parse(line)!)];

    /// <summary>The list for the CA.</summary>
    public string List => File.ReadAllText(ListPath);

    /// <summary>The commands in the list.</summary>
    public IReadOnlyList<string> Commands =>
        [.. File.ReadAllLines(ListPath).Where(line => line.StartsWith("certutil", StringComparison.Ordinal))];

    public IReadOnlyList<RemovalResult> Results => [.. Events.OfType<RemovalResult>()];

    public IReadOnlyList<string> Statuses => [.. Results.Select(result => result.Entry.Status.ToString())];

    public IReadOnlyList<string> Warnings =>
        [.. Events.OfType<JobMessage>().Where(message => message.IsWarning).Select(message => message.Text)];

    /// <summary>The removals that were begun and not ended.</summary>
    public int Open => ResultsFile.Peek(ResultPath).Removals.Open.Count;

    public static RemovalRow Row(string? thumbprint = GraphTestData.Print, string user = GraphTestData.User, string? id = null) =>
        new() { UserPrincipalName = user, Thumbprint = thumbprint, RecordId = id, SerialNumber = "4711", Issuer = "CN=CA" };

    public static string Print(char digit) => new(digit, 40);

    public void Dispose() => _folder.Dispose();

    public Task RunAsync(RemovalService service, params RemovalRow[] rows) =>
        RunAsync(service, CancellationToken.None, rows);

    public async Task RunAsync(RemovalService service, CancellationToken cancellationToken, params RemovalRow[] rows)
    {
        using var results = ResultsFile.Open(ResultPath);
        using var list = RevocationList.Open(ListPath, SmimeRevocationReason.CessationOfOperation, null);
        Opened?.Invoke(results, list);
        var job = new RemovalJob(
            new RemovalOptions { ThrottleLimit = Degree, Revocations = list, RequiresSerialNumbers = RequiresSerialNumbers },
            new JobRun { Results = results },
            service.Client);
        using var queue = new JobQueue<RemovalRow>(rows.Length + 1);
        foreach (var row in rows)
        {
            await queue.AddAsync(row, CancellationToken.None);
        }

        if (!EndsLate)
        {
            queue.Complete();
        }

        Events.Clear();
        try
        {
            await job.RunAsync(
                queue,
                told =>
                {
                    Events.Add(told);
                    Handle?.Invoke(told);
                    (told as RemovalWanted)?.Answer(true);
                    if (EndsLate && told is RemovalResult)
                    {
                        queue.Complete();
                    }
                },
                cancellationToken);
        }
        finally
        {
            SessionError = job.SessionError?.ErrorId;
        }
    }
}
