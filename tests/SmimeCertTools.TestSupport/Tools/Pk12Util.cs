using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>NSS's pk12util and certutil over a key database of their own (the one of Firefox and Thunderbird).</summary>
public sealed partial class Pk12Util : IDisposable
{
    /// <summary>The program's name, for <see cref="ToolFactAttribute"/>.</summary>
    public const string Program = "pk12util";

    private readonly TempFolder _folder = new();

    private Pk12Util()
    {
    }

    private string Database => "sql:" + _folder.Path;

    /// <summary>Makes an empty database.</summary>
    public static async Task<Pk12Util> CreateAsync(CancellationToken cancellation = default)
    {
        var created = new Pk12Util();
        await created.CertUtilAsync(["-N", "--empty-password"], cancellation);
        return created;
    }

    /// <summary>Imports a PFX into a new database and lists what came of it.</summary>
    /// <exception cref="InvalidOperationException">pk12util does not open it.</exception>
    public static async Task<Pkcs12Listing> ReadAsync(string path, string password, CancellationToken cancellation = default)
    {
        using var database = await CreateAsync(cancellation);
        await database.ImportAsync(path, password, cancellation);
        return await database.ListAsync(cancellation);
    }

    /// <summary>Imports a PFX: its keys and certificates.</summary>
    public Task<string> ImportAsync(string path, string password, CancellationToken cancellation = default) =>
        RunAsync(Program, ["-i", path, "-w", PasswordFile(password)], cancellation);

    /// <summary>Writes the key pair of <paramref name="nickname"/> as PFX; options are those of <c>pk12util -o</c>.</summary>
    public Task<string> ExportAsync(
        string path, string nickname, string password, IEnumerable<string> options, CancellationToken cancellation = default) =>
        RunAsync(Program, ["-o", path, "-n", nickname, "-w", PasswordFile(password), .. options], cancellation);

    /// <summary>Runs certutil over the database.</summary>
    public Task<string> CertUtilAsync(IEnumerable<string> arguments, CancellationToken cancellation = default) =>
        RunAsync("certutil", arguments, cancellation);

    /// <summary>Lists the database: its certificates, and its private keys that have one.</summary>
    public async Task<Pkcs12Listing> ListAsync(CancellationToken cancellation = default)
    {
        var text = await CertUtilAsync(["-L"], cancellation);
        var thumbprints = new List<string>();
        var keys = 0;
        foreach (Match line in Entry().Matches(text))
        {
            var pem = await CertUtilAsync(["-L", "-n", line.Groups[1].Value, "-a"], cancellation);
            thumbprints.AddRange(Pkcs12Listing.ThumbprintsOfPem(pem));
            keys += line.Groups[2].Value.Contains('u', StringComparison.Ordinal) ? 1 : 0;
        }

        return new Pkcs12Listing([.. thumbprints.Distinct()], keys, text);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private string PasswordFile(string password) => _folder.Write("password.txt", password);

    private async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var output = await ToolProcess.RunAsync(program, [.. arguments, "-d", Database], cancellation: cancellation);
        return Encoding.UTF8.GetString(output);
    }

    // A nickname, spaces, and the trust flags for TLS, mail and code; "u" is a certificate with its private key.
    [GeneratedRegex(@"^(\S.*?)\s+(\w*,\w*,\w*)\s*$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
