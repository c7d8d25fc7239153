using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Conversion;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.DesktopProbe;

/// <summary>What the cmdlets would ask of the core. Nothing here is compiled before the module is imported.</summary>
internal static class CoreCommands
{
    public static void Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task RunAsync(string[] arguments)
    {
        switch (arguments[1])
        {
            case "open":
                foreach (var line in File.ReadLines(arguments[2]))
                {
                    var fields = line.Split('\t');
                    Open(fields[0], fields.Length > 1 ? fields[1] : null);
                }

                break;
            case "manifest":
                await ReadManifestAsync(arguments[2]).ConfigureAwait(false);
                break;
            case "convert":
                await ConvertAsync(arguments[2], arguments[3]).ConfigureAwait(false);
                break;
            case "graph":
                await GraphCommands.RunAsync().ConfigureAwait(false);
                break;
            default:
                throw new ArgumentException("There is no command " + arguments[1] + ".");
        }

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic))
        {
            Console.WriteLine("loaded\t" + assembly.FullName + "\t" + assembly.Location);
        }
    }

    public static SecretText Secret(string? text) => text is null ? SecretText.Absent() : SecretText.Copy(text.ToCharArray());

    public static string Variable(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException("The variable " + name + " is not set.");

    // The fields: file, error, certificates, those with a key, error when one key pair is wanted, milliseconds.
    private static void Open(string path, string? password)
    {
        var content = File.ReadAllBytes(path);
        using var secret = Secret(password);
        var watch = Stopwatch.StartNew();
        string[] result;
        try
        {
            using var contents = PfxReader.Open(content, secret);
            result =
            [
                string.Empty,
                string.Join(",", contents.Certificates.Select(certificate => certificate.Thumbprint)),
                string.Join(",", contents.KeyPairs.Select(pair => pair.Certificate.Thumbprint)),
                SingleError(contents),
            ];
        }
        catch (PfxException e)
        {
            result = [e.Kind.ToString(), string.Empty, string.Empty, string.Empty];
        }
#pragma warning disable CA1031 // Whoever reads the line judges it: any other exception is wrong.
        catch (Exception e)
        {
            var text = e.ToString().Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
            result = ["! " + text, string.Empty, string.Empty, string.Empty];
        }
#pragma warning restore CA1031

        Console.WriteLine("opened\t" + path + "\t" + string.Join("\t", result) + "\t" + watch.ElapsedMilliseconds);
    }

    private static string SingleError(PfxContents contents)
    {
        try
        {
            PfxKeyPairs.Single(contents, null);
            return string.Empty;
        }
        catch (PfxException e)
        {
            return e.Kind.ToString();
        }
    }

    private static async Task ReadManifestAsync(string path)
    {
        using var manifest = await ImportManifest
            .OpenAsync(path, needsPassword: true, CancellationToken.None).ConfigureAwait(false);
        while (await manifest.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } row)
        {
            using (row)
            {
                Console.WriteLine(string.Join(
                    "\t",
                    "row",
                    row.Number,
                    row.UserPrincipalName,
                    row.Path,
                    row.IntendedPurpose,
                    row.Password is { } password ? Fingerprint(password) : "-",
                    row.Error?.GetType().Name ?? "-"));
            }
        }
    }

    // What was read is compared by the test; the password itself is not written.
    private static string Fingerprint(SecretText password)
    {
        using var hash = SHA256.Create();
        var digest = hash.ComputeHash(System.Text.Encoding.UTF8.GetBytes(password.Span.ToArray()));
        return BitConverter.ToString(digest).Replace("-", string.Empty);
    }

    private static async Task ConvertAsync(string from, string folder)
    {
        using var password = Secret(Variable("PROBE_PASSWORD"));
        using var wanted = Secret(Variable("PROBE_NEW_PASSWORD"));
        using var conversion = await PfxConversion.OpenAsync(from, password, CancellationToken.None).ConfigureAwait(false);
        foreach (var scheme in new[] { SmimePfxEncryption.TripleDesSha1, SmimePfxEncryption.Aes256Sha256 })
        {
            var options = new PfxConvertOptions { Write = new PfxWriteOptions { Encryption = scheme, Iterations = 2000 } };
            foreach (var part in conversion.Plan(splitKeyPairs: false))
            {
                var converted = await conversion.ConvertAsync(part, wanted, options, CancellationToken.None)
                    .ConfigureAwait(false);
                var path = Path.Combine(folder, scheme + ".pfx");
                var problem = await WriteAsync(path, converted).ConfigureAwait(false);
                Console.WriteLine("converted\t" + scheme + "\t" + path + "\t" + problem);
            }
        }
    }

    // Returns the reason when the core would not write it; the content is then written as it is, for others to open.
    private static async Task<string> WriteAsync(string path, ConvertedPfx converted)
    {
        try
        {
            await PfxConversion.WriteAsync(path, converted, overwrite: false, CancellationToken.None).ConfigureAwait(false);
            return "-";
        }
        catch (FileWriteException e)
        {
            File.WriteAllBytes(path, converted.Content);
            return e.Message;
        }
    }
}
