using System;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors about connector keys that are found in the cmdlets.</summary>
internal static class ConnectorKeyErrors
{
    /// <summary>An empty password where a private key is to be encrypted.</summary>
    public static ErrorRecord PasswordEmpty(string item) => ErrorRecords.Create(
        new ArgumentException($"The password for '{item}' is empty. A private key is written encrypted only: give a password."),
        "PasswordEmpty",
        ErrorCategory.InvalidData,
        item);

    /// <summary>Two files of a key pair under one name.</summary>
    public static ErrorRecord PathsAreSame(string path) => ErrorRecords.Create(
        new ArgumentException($"'{path}' was given for two files. Name another file, as with -PublicKeyPath or -Destination."),
        "PathsAreSame",
        ErrorCategory.InvalidArgument,
        path);

    /// <summary>A key that is in its provider and does not work there.</summary>
    public static ErrorRecord NotConfirmed(string providerName, string keyName, string detail) => ErrorRecords.Create(
        new InvalidOperationException($"The key '{keyName}' is in '{providerName}' now, but it did not pass its test: {detail}"),
        "KeyNotConfirmed",
        ErrorCategory.InvalidResult,
        keyName);
}
