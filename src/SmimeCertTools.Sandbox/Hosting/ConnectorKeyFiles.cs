using System;
using System.IO;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The rehearsal's connector key as files: public PEM, encrypted private PEM, and the password beside it.</summary>
internal static class ConnectorKeyFiles
{
    private const string PasswordVariable = "SMIME_SANDBOX_KEY_PASSWORD";

    /// <exception cref="IOException">A file exists already or cannot be written.</exception>
    public static void Create(string folder, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        var publicPath = Path.Combine(folder, "connector-public.pem");
        var privatePath = Path.Combine(folder, "connector-private.pem");
        using var pair = ConnectorKeyPair.Create();
        var password = RandomPassword.Create(32);
        NewFile.Write(privatePath, pair.ExportPrivateKeyPem(password));
        NewFile.Write(privatePath + ".password", password);
        NewFile.Write(publicPath, pair.PublicKeyPem);
        output.WriteLine($"""
            Public key, to protect passwords with:  {publicPath}
            Private key, for this sandbox only:     {privatePath} (encrypted; password in {privatePath}.password)

            Start the sandbox with it:
              dotnet run --project src/SmimeCertTools.Sandbox -- --connector-key {privatePath}
            Real connectors keep their key in a key storage provider: do not use this pair in a tenant.
            """);
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The password is missing or wrong.</exception>
    public static ConnectorKeyPair Read(string path, string providerName, string keyName)
    {
        var passwordPath = path + ".password";
        var password = File.Exists(passwordPath)
            ? File.ReadAllText(passwordPath).TrimEnd('\r', '\n') : Environment.GetEnvironmentVariable(PasswordVariable);
        return ConnectorKeyPair.FromPem(File.ReadAllText(path), password, providerName, keyName);
    }
}
