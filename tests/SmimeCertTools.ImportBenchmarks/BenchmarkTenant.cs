using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>A sandbox, PFX files made at run time, lists of them, and a count of what the sandbox answers.</summary>
internal sealed class BenchmarkTenant : IAsyncDisposable
{
    /// <summary>Keys take long to make and tell nothing here: certificates share a few.</summary>
    private const int Keys = 16;

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<int, string> _thumbprints = new();
    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly List<(string User, int File)> _rows = [];
    private readonly string _password = RandomPassword.Create();
    private long _requests;
    private long _parts;

    private BenchmarkTenant(SandboxHost host) => Host = host;

    public SandboxHost Host { get; }

    /// <summary>The connector's key.</summary>
    public ConnectorKeyPair ConnectorKey { get; private init; } = ConnectorKeyPair.Create(2048);

    /// <summary>User and certificate of each row of the lists written.</summary>
    public IEnumerable<(string User, string Thumbprint)> Rows => _rows.Select(row => (row.User, _thumbprints[row.File]));

    /// <summary>Requests answered; a batch is one.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Parts of batches answered.</summary>
    public long Parts => Interlocked.Read(ref _parts);

    /// <summary>Requests and parts answered with 429.</summary>
    public long Refused => AnsweredWith(429);

    /// <summary>Requests and parts answered with a status; 0 for a broken connection.</summary>
    public long AnsweredWith(int status) => _statuses.GetValueOrDefault(status);

    public static async Task<BenchmarkTenant> StartAsync(SandboxOptions options)
    {
        var tenant = new BenchmarkTenant(await SandboxHost.StartAsync(options));
        tenant.Host.State.Requests.Logged += tenant.Count;
        return tenant;
    }

    /// <summary>One whose connector has the key, with a latency and pages of a size.</summary>
    public static async Task<BenchmarkTenant> StartAsync(TimeSpan latency, int pageSize)
    {
        var key = ConnectorKeyPair.Create(2048);
        var host = await SandboxHost.StartAsync(
            new SandboxOptions { Latency = latency, PageSize = pageSize, LogBodies = false, ConnectorKeys = [key] });
        var tenant = new BenchmarkTenant(host) { ConnectorKey = key };
        tenant.Host.State.Requests.Logged += tenant.Count;
        return tenant;
    }

    /// <summary>Writes different PFX files, each with key, certificate and chain, as openssl 3 protects them.</summary>
    public void MakeFiles(int count)
    {
        using var factory = new CertificateFactory();
        var chain = factory.CreateChain();
        var keys = new RSA[Keys];
        Parallel.For(0, Keys, i => keys[i] = RSA.Create(2048));
        Parallel.For(0, count, i => File.WriteAllBytes(_folder.Combine($"{i}.pfx"), MakeFile(factory, keys[i % Keys], chain, i)));
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }

    /// <summary>Adds the users of a list to the directory and writes it.</summary>
    /// <param name="name">The list's file name.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="users">The number of users, who have rows that follow each other.</param>
    /// <param name="files">The number of files, which the rows take in turn.</param>
    public string WriteList(string name, int rows, int users, int files)
    {
        foreach (var user in Enumerable.Range(0, users))
        {
            Host.State.Users.Add(User(name, user));
        }

        var path = _folder.Combine(name);
        using var writer = new StreamWriter(path, append: false, Encoding.UTF8);
        writer.WriteLine("UserPrincipalName,Path,Password,IntendedPurpose");
        for (var row = 0; row < rows; row++)
        {
            var user = User(name, (int)((long)row * users / rows));
            writer.WriteLine($"{user},{row % files}.pfx,{_password},SmimeEncryption");
            _rows.Add((user, row % files));
        }

        return path;
    }

    /// <summary>Adds users to the directory, and a record of each as an earlier import has left it.</summary>
    /// <returns>The user principal names.</returns>
    public IReadOnlyList<string> AddRecords(int users, int each = 1)
    {
        var now = DateTimeOffset.UtcNow;
        var names = Enumerable.Range(0, users).Select(number => User("records", number)).ToList();
        foreach (var (user, number) in names.Select(name => Host.State.Users.Add(name))
            .SelectMany(user => Enumerable.Range(0, each).Select(number => (user, number))))
        {
            var thumbprint = RandomNumberGenerator.GetHexString(40);
            Host.State.UserPfxCertificates.TryAdd(new StoredUserPfx
            {
                Id = $"{user.Id:N}-{thumbprint}",
                UserPrincipalName = user.UserPrincipalName,
                Thumbprint = thumbprint,
                IntendedPurpose = "smimeEncryption",
                StartDateTime = now.AddYears(-number),
                ExpirationDateTime = now.AddYears(1 - number),
                ProviderName = ConnectorKeyPair.DefaultProviderName,
                KeyName = ConnectorKeyPair.DefaultKeyName,
                PaddingScheme = "oaepSha512",
                EncryptedPfxBlob = [0],
                EncryptedPfxPassword = "AA==",
                CreatedDateTime = now,
                LastModifiedDateTime = now,
            });
        }

        return names;
    }

    /// <summary>What a child is to import.</summary>
    public ChildSettings Settings(string list, int throttleLimit, string? resultName = null)
    {
        var key = _folder.Combine("connector.pem");
        File.WriteAllText(key, ConnectorKey.PublicKeyPem);
        return new ChildSettings
        {
            GraphUri = Host.GraphUri,
            Token = Host.IssueToken(),
            ManifestPath = list,
            PublicKeyPath = key,
            ThrottleLimit = throttleLimit,
            ResultPath = resultName is null ? null : _folder.Combine(resultName),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        ConnectorKey.Dispose();
        _folder.Dispose();
    }

    private static string User(string list, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"user{number}.{Path.GetFileNameWithoutExtension(list)}@contoso.com");

    private byte[] MakeFile(CertificateFactory factory, RSA key, IReadOnlyList<X509Certificate2> chain, int number)
    {
        var request = new CertificateRequest($"CN=Person {number}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], critical: false));
        var now = DateTimeOffset.UtcNow;
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        using var bare = request.Create(factory.Issuing, now.AddDays(-1), now.AddYears(1), serial);
        using var certificate = bare.CopyWithPrivateKey(key);
        _thumbprints[number] = certificate.Thumbprint;
        return PfxWriter.Write(
            certificate, _password, new PfxWriteOptions { Encryption = PfxEncryption.Aes256Sha256, Chain = chain });
    }

    private void Count(LoggedRequest request)
    {
        Interlocked.Increment(ref request.BatchPartId is null ? ref _requests : ref _parts);
        _statuses.AddOrUpdate(request.Status, 1, (_, count) => count + 1);
    }
}
