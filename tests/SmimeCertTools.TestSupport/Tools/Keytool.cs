using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>Java's keytool, with the store's password in the environment variable <see cref="PasswordVariable"/>.</summary>
public static partial class Keytool
{
    /// <summary>The program's name, for <see cref="ToolFactAttribute"/>.</summary>
    public const string Program = "keytool";

    /// <summary>Holds the password of the store: <c>-storepass:env</c> and <c>-srcstorepass:env</c> take its name.</summary>
    public const string PasswordVariable = "SMIMECERTTOOLS_STOREPASS";

    /// <summary>Runs keytool and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has what it wrote.</exception>
    public static async Task<string> RunAsync(
        IEnumerable<string> arguments, string password, string? workingFolder = null, CancellationToken cancellation = default)
    {
        var environment = new Dictionary<string, string> { [PasswordVariable] = password, ["LC_ALL"] = "C.UTF-8" };
        var output = await ToolProcess.RunAsync(Program, arguments, null, environment, workingFolder, cancellation);
        return Encoding.UTF8.GetString(output);
    }

    /// <summary>Opens a PFX and lists its entries.</summary>
    /// <exception cref="InvalidOperationException">keytool does not open it.</exception>
    public static async Task<Pkcs12Listing> ReadAsync(string path, string password, CancellationToken cancellation = default)
    {
        string[] arguments =
            ["-list", "-v", "-keystore", path, "-storetype", "PKCS12", "-storepass:env", PasswordVariable,
            "-J-Duser.language=en"];
        var text = await RunAsync(arguments, password, cancellation: cancellation);
        var thumbprints = Fingerprint().Matches(text).Select(match => match.Groups[1].Value.Replace(":", string.Empty));
        return new Pkcs12Listing([.. thumbprints], Pkcs12Listing.Count(text, "PrivateKeyEntry"), text);
    }

    [GeneratedRegex(@"SHA1: ([0-9A-F:]{59})")]
    private static partial Regex Fingerprint();
}
