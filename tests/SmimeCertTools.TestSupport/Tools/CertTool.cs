using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>GnuTLS's certtool. It asks for passwords on its standard input.</summary>
public static class CertTool
{
    /// <summary>The program's name, for <see cref="ToolFactAttribute"/>.</summary>
    public const string Program = "certtool";

    /// <summary>Runs certtool and returns what it wrote.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="password">The password it will ask for: <c>--null-password</c> when null, <c>--empty-password</c> when
    /// empty.</param>
    /// <param name="workingFolder">Its folder.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has what it wrote.</exception>
    public static async Task<string> RunAsync(
        IEnumerable<string> arguments, string? password, string? workingFolder = null, CancellationToken cancellation = default)
    {
        var all = new List<string>(arguments);
        if (string.IsNullOrEmpty(password))
        {
            all.Add(password is null ? "--null-password" : "--empty-password");
        }

        var input = Encoding.UTF8.GetBytes(password + "\n" + password + "\n");
        var output = await ToolProcess.RunAsync(Program, all, input, workingFolder: workingFolder, cancellation: cancellation);
        return Encoding.UTF8.GetString(output);
    }

    /// <summary>Opens a PFX, integrity check included, and lists it; its keys are decrypted.</summary>
    /// <exception cref="InvalidOperationException">certtool does not open it.</exception>
    public static async Task<Pkcs12Listing> ReadAsync(string path, string? password, CancellationToken cancellation = default)
    {
        var text = await RunAsync(["--p12-info", "--inder", "--infile", path], password, cancellation: cancellation);

        // It lists encrypted keys as they stand in the file; reading each one shows that it can decrypt it.
        using var folder = new TempFolder();
        var encrypted = Regex.Matches(text, "-----BEGIN ENCRYPTED PRIVATE KEY-----[^-]*-----END ENCRYPTED PRIVATE KEY-----");
        foreach (Match key in encrypted)
        {
            await RunAsync(
                ["--key-info", "--infile", folder.Write("key.pem", key.Value + "\n")], password, cancellation: cancellation);
        }

        var keys = encrypted.Count + Pkcs12Listing.Count(text, "-----BEGIN PRIVATE KEY-----");
        return new Pkcs12Listing(Pkcs12Listing.ThumbprintsOfPem(text), keys, text);
    }
}
