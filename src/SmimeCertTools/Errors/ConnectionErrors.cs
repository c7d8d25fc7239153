using System;
using System.IO;
using System.Management.Automation;
using System.Security.Cryptography;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Errors;

/// <summary>Errors of signing in, found before anything is sent.</summary>
internal static class ConnectionErrors
{
    /// <summary>The variable that names another sign-in service.</summary>
    public const string AuthorityVariable = "AZURE_AUTHORITY_HOST";

    /// <summary>No connection in this session.</summary>
    public static ErrorRecord NotConnected() => ErrorRecords.Create(
        new InvalidOperationException("This session is not connected to Graph. Run Connect-SmimeGraph first."),
        "GraphNotConnected",
        null,
        "Run Connect-SmimeGraph -ClientId <id> -TenantId <tenant> -Interactive, or see Get-Help Connect-SmimeGraph.");

    /// <summary>Core does not take the address of -GraphUri. An address that may carry a password is not repeated.</summary>
    public static ErrorRecord UriRefused(Uri uri, ArgumentException cause)
    {
        var target = uri.IsAbsoluteUri && uri.UserInfo.Length > 0 ? null : uri;
        return uri.IsAbsoluteUri && uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback
            ? ErrorRecords.Create(
                new ArgumentException(
                    $"-GraphUri leads to {uri.Host} over plain http: anybody on the way could read the token. Use https; "
                    + "plain http is for this machine only, as http://127.0.0.1.",
                    cause),
                "GraphUriNotSecure",
                target)
            : ErrorRecords.Create(
                new ArgumentException(
                    "-GraphUri is no address of a Graph endpoint. Give one such as https://graph.microsoft.com: absolute, and "
                    + "without user name, query, fragment and version segment.",
                    cause),
                "GraphUriInvalid", target);
    }

    /// <summary>Core does not take the sign-in service of the variable, which is not repeated: it may carry a password.</summary>
    public static ErrorRecord AuthorityRefused(ArgumentException cause) => ErrorRecords.Create(
        new ArgumentException(
            $"The variable {AuthorityVariable} names no sign-in service that can be used here. Give one such as "
            + "https://login.microsoftonline.us: https, and without user name, query and fragment. Plain http is for this "
            + "machine and a client secret only.",
            cause),
        "AuthorityHostInvalid",
        AuthorityVariable,
        $"Correct or remove $env:{AuthorityVariable}, or name the cloud with -Environment, which wins over the variable.");

    /// <summary>The file of the client certificate could not be read.</summary>
    public static ErrorRecord CertificateFileUnreadable(string path, Exception cause) => ErrorRecords.Create(
        new IOException(
            HeldFile.IsCause(cause)
                ? $"The certificate file '{path}' cannot be read: another program has it open. {HeldFile.Advice}"
                : $"The certificate file '{path}' cannot be read: {cause.Message}",
            cause),
        "ClientCertificateUnreadable", path);

    /// <summary>The file of the client certificate could not be opened.</summary>
    public static ErrorRecord CertificateFileNotOpened(string path, Exception cause) => ErrorRecords.Create(
        new CryptographicException(
            $"The certificate file '{path}' cannot be opened. It must be a PFX file, and -CertificatePassword its password.",
            cause),
        "ClientCertificateNotOpened", path);

    /// <summary>The client certificate has no private key here.</summary>
    public static ErrorRecord CertificateHasNoKey(string item) => ErrorRecords.Create(
        new ArgumentException($"The certificate '{item}' has no private key here, so nobody can sign in with it."),
        "ClientCertificateNoPrivateKey", item);

    /// <summary>No certificate of that thumbprint in the stores.</summary>
    public static ErrorRecord CertificateNotFound(string thumbprint) => ErrorRecords.Create(
        new ArgumentException(
            $"No certificate with thumbprint '{thumbprint}' is in the personal store of the current user or of this computer."),
        "ClientCertificateNotFound", thumbprint);

    /// <summary>Not a thumbprint.</summary>
    public static ErrorRecord ThumbprintInvalid(string thumbprint) => ErrorRecords.Create(
        new ArgumentException($"'{thumbprint}' is no thumbprint. Give its 40 hexadecimal digits."),
        "ClientCertificateThumbprintInvalid", thumbprint);
}
