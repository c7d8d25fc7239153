using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Runtime.InteropServices;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>The form of an archive.</summary>
internal enum ArchiveForm
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A folder of PFX files.</summary>
    Folder,

    /// <summary>A list of PFX files, with users and passwords.</summary>
    List,

    /// <summary>A catalogue: public facts, without a password.</summary>
    Catalog,
}

/// <summary>What a call gave and the session is, as far as next steps go on from it.</summary>
internal sealed class DeploymentCall
{
    private const string AccessToken = "AccessToken";

    /// <summary>Whether connector keys can be had from this system's key storage: on Windows.</summary>
    public bool HasKeyStorage { get; private set; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>The archive as it was given; null for none.</summary>
    public string? Archive { get; private set; }

    /// <summary>What the archive is.</summary>
    public ArchiveForm Form { get; private set; }

    /// <summary>
    /// The password of the archive's files as an argument: the variable that was given, or a question; null where none was.
    /// </summary>
    public string? ArchivePassword { get; private set; }

    /// <summary>Whether the archive is a list that can be piped: its paths hold in the current folder.</summary>
    public bool IsListHere { get; private set; }

    /// <summary>The first file of results; null for none.</summary>
    public string? ResultPath { get; private set; }

    /// <summary>The call once more.</summary>
    public string Again { get; private set; } = "Test-SmimeDeployment";

    /// <summary>How the session signed in, as Connect-SmimeGraph names it.</summary>
    public string AuthType { get; set; } = AccessToken;

    /// <summary>The application's client id; null where the token does not say.</summary>
    public string? ClientId { get; set; }

    /// <summary>Whether the application signed in for itself, and no person.</summary>
    public bool IsApplication { get; private set; }

    /// <summary>The service as parameters of Connect-SmimeGraph; empty for the usual one.</summary>
    public string Service { get; private set; } = string.Empty;

    /// <summary>The call of a cmdlet.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="text">Its text, made before its first input.</param>
    /// <param name="connection">The session's connection.</param>
    /// <param name="archive">The archive as it was given; null for none.</param>
    /// <param name="isCatalog">Whether that is a catalogue.</param>
    /// <param name="resultPath">The first file of results; null for none.</param>
    public static DeploymentCall Of(PSCmdlet cmdlet, CommandText text, GraphConnection connection, string? archive = null,
        bool isCatalog = false, string? resultPath = null)
    {
        var path = archive is null ? null : cmdlet.GetUnresolvedProviderPathFromPSPath(archive);
        var form = path is null ? ArchiveForm.None : isCatalog ? ArchiveForm.Catalog
            : Directory.Exists(path) ? ArchiveForm.Folder : ArchiveForm.List;
        return new DeploymentCall
        {
            Archive = archive,
            Form = form,
            ArchivePassword = text.Argument("ArchivePassword") is not { } password ? null
                : password.StartsWith("$", StringComparison.Ordinal) ? password : StepText.AskSecret("Password of the archive"),
            IsListHere = form == ArchiveForm.List && CanPipe(cmdlet, path!),
            ResultPath = resultPath,
            Again = text.IsComplete ? text.With() : cmdlet.MyInvocation.MyCommand.Name,
            AuthType = connection.AuthType,
            ClientId = connection.ClientId,
            IsApplication = connection.Account is null,
            Service = ServiceOf(connection),
        };
    }

    private static string ServiceOf(GraphConnection connection) =>
        connection.Environment != SmimeGraphEnvironment.Global ? $" -Environment {connection.Environment}"
        : connection.GraphUri.Host.Equals("graph.microsoft.com", StringComparison.OrdinalIgnoreCase) ? string.Empty
        : $" -GraphUri {CommandText.Quote(connection.GraphUri.AbsoluteUri)}";

    // Commas and the usual names of columns are what Import-Csv and a filter go by.
    private static bool CanPipe(PSCmdlet cmdlet, string path)
    {
        try
        {
            var columns = (File.ReadLines(path).FirstOrDefault() ?? string.Empty).Split(',').Select(name => name.Trim('"', ' '));
            return string.Equals(Path.GetDirectoryName(path), cmdlet.CurrentProviderLocation("FileSystem").ProviderPath,
                    StringComparison.Ordinal)
                && new[] { "UserPrincipalName", "Path" }.All(name => columns.Contains(name, StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
