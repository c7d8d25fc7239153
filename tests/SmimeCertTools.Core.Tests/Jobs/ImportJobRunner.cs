using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>Runs whole imports without PowerShell and keeps what they tell.</summary>
public abstract class ImportJobRunner : IDisposable
{
    private static readonly TestKey Connector = new();

    private protected TempFolder Folder { get; } = new();

    private protected string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(9));

    private protected List<JobEvent> Events { get; } = [];

    private protected Dictionary<string, X509Certificate2> Certificates { get; } = [];

    public void Dispose()
    {
        Folder.Dispose();
        Certificates.Values.ToList().ForEach(certificate => certificate.Dispose());
    }

    private protected static ImportRow Record(int number) => new()
    {
        UserPrincipalName = GraphTestData.User,
        Record = GraphTestData.Record(thumbprint: $"{number:X40}"),
    };

    private protected List<ImportResult> Results() => [.. Events.OfType<ImportResult>()];

    private protected void Handle(JobEvent told)
    {
        Events.Add(told);
        (told as UploadWanted)?.Answer(true);
    }

    private protected Task AddAsync(PipelineRows rows, string name, bool isAsked, string user = "anna@contoso.com") =>
        rows.AddAsync(
            new ImportRow { UserPrincipalName = user, Path = Folder.Combine(name), AllowOtherAddress = true }, null, isAsked,
            CancellationToken.None);

    /// <summary>A file of a certificate that is made out to somebody.</summary>
    private protected async Task AddAsync(string name, string address)
    {
        Certificates[name] = TestPfx.Certificate(X509KeyUsageFlags.KeyEncipherment, address: address);
        await TestPfx.WriteAsync(Folder, name, Certificates[name], Password);
    }

    private protected async Task<string> ListAsync(params string[] names)
    {
        var text = new StringBuilder("UserPrincipalName,Path,Password\n");
        foreach (var name in names)
        {
            if (name != "missing.pfx" && !Certificates.ContainsKey(name))
            {
                await AddAsync(name, "anna@contoso.com");
            }

            text.Append("anna@contoso.com,").Append(name).Append(',').Append(name == "wrong.pfx" ? "no" : Password).Append('\n');
        }

        return Folder.Write("users.csv", text.ToString());
    }

    private protected async Task<ImportJob> RunAsync(
        PfxService service, string list, ImportOptions? options = null, JobRun? run = null, Action<JobEvent>? handle = null,
        bool answers = true, Action? betweenPasses = null, Action? inUpload = null, ConnectorPublicKey? key = null,
        CancellationToken cancellationToken = default)
    {
        using var manifest = await ImportManifest.OpenAsync(list, needsPassword: true, CancellationToken.None);
        using var rows = new MeddledRows(manifest, betweenPasses, inUpload);
        return await RunAsync(service.Client, rows, options, run, handle, answers, key, cancellationToken);
    }

    private protected Task<ImportJob> RunAsync(
        PfxService service, IImportRows rows, ImportOptions? options = null, JobRun? run = null,
        Action<JobEvent>? handle = null) =>
        RunAsync(service.Client, rows, options, run, handle);

    private protected async Task<ImportJob> RunAsync(
        UserPfxClient client, IImportRows rows, ImportOptions? options = null, JobRun? run = null,
        Action<JobEvent>? handle = null, bool answers = true, ConnectorPublicKey? key = null,
        CancellationToken cancellationToken = default)
    {
        key ??= ConnectorPublicKey.Parse(Connector.CngBlob(), "connector");
        var job = new ImportJob(options ?? new ImportOptions(), run ?? new JobRun(), client)
        {
            Protection = new UserPfxProtection
            {
                Protector = new PasswordProtector(key, UserPfxPaddingScheme.OaepSha512),
                ProviderName = "Provider",
                KeyName = "Key",
                Encryption = SmimePfxEncryption.TripleDesSha1,
            },
        };
        await job.RunAsync(
            rows,
            told =>
            {
                Events.Add(told);
                handle?.Invoke(told);
                if (answers)
                {
                    (told as UploadWanted)?.Answer(true);
                }
            },
            cancellationToken);
        return job;
    }

    /// <summary>
    /// Rows of a list while somebody does something between the check and the upload, or once the upload has begun to read.
    /// </summary>
    private sealed class MeddledRows(ImportManifest manifest, Action? betweenPasses, Action? inUpload) : IImportRows
    {
        public Task<ImportRow?> ReadAsync(CancellationToken cancellationToken) => manifest.ReadAsync(cancellationToken);

        public async Task RewindAsync(CancellationToken cancellationToken)
        {
            betweenPasses?.Invoke();
            await manifest.RewindAsync(cancellationToken);
            inUpload?.Invoke();
        }

        public Exception Changed(ImportRow row) => manifest.Changed(row);

        public Exception Shortened() => manifest.Shortened();

        public void Dispose() => manifest.Dispose();
    }
}
