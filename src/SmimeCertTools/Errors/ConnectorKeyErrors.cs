using System;
using System.Management.Automation;
using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.Errors;

/// <summary>Errors about connector keys that are found in the cmdlets.</summary>
internal static class ConnectorKeyErrors
{
    /// <summary>An empty password where a private key is to be encrypted.</summary>
    public static ErrorRecord PasswordEmpty(string item) => ErrorRecords.Create(
        new ArgumentException($"The password for '{item}' is empty. A private key is written encrypted only: give a password."),
        "PasswordEmpty", item);

    /// <summary>A private key in clear where an encrypted one was announced.</summary>
    public static ErrorRecord Plaintext(string path) => ErrorRecords.Create(
        new InvalidOperationException(
            $"'{path}' holds the private key in clear, as a CNG blob: -Password protects nothing in it. To import it all the "
            + "same, as from the earlier scripts' Export-IntunePrivateKey, give -PlaintextBlob instead of -Password, and "
            + "destroy the file afterwards."),
        nameof(KeyProtectionErrorKind.PrivateKeyUnencrypted), path);

    /// <summary>An encrypted private key where one in clear was announced.</summary>
    public static ErrorRecord NotPlaintext(string path) => ErrorRecords.Create(
        new InvalidOperationException(
            $"'{path}' is no CNG blob in clear, which is all that -PlaintextBlob takes. Give -Password instead, empty if the "
            + "file has none."),
        "PrivateKeyNotPlaintext", path);

    /// <summary>A public key where a private one is to be tested.</summary>
    public static ErrorRecord PublicKeyNotTestable(string path) => ErrorRecords.Create(
        new ArgumentException(
            $"'{path}' holds a public key, which needs no test: it is right where its fingerprint is that of the private key, "
            + "and Get-SmimeConnectorKey shows both. To prove that the two belong together, give the private key with -Path "
            + "and this file with -PublicKeyPath."),
        nameof(KeyProtectionErrorKind.PrivateKeyNotRecognized), path);

    /// <summary>Two files of a key pair under one name.</summary>
    public static ErrorRecord PathsAreSame(string path) => ErrorRecords.Create(
        new ArgumentException($"'{path}' was given for two files. Name another file, as with -PublicKeyPath or -Destination."),
        "PathsAreSame", path);

    /// <summary>A key that is in its provider and does not work there.</summary>
    public static ErrorRecord NotConfirmed(string providerName, string keyName, string detail) => ErrorRecords.Create(
        new InvalidOperationException($"The key '{keyName}' is in '{providerName}' now, but it did not pass its test: {detail}"),
        "KeyNotConfirmed", keyName);
}
