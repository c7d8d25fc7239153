using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Catalog;

/// <summary>What -Destination and -Format of an export stand for: a file of a form, or a folder with a file for each.</summary>
internal sealed class CertificateDestination
{
    private static readonly Dictionary<string, SmimeCertificateFormat> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".cer"] = SmimeCertificateFormat.Cer,
        [".crt"] = SmimeCertificateFormat.Cer,
        [".p7b"] = SmimeCertificateFormat.P7b,
        [".p7c"] = SmimeCertificateFormat.P7b,
        [".csv"] = SmimeCertificateFormat.Csv,
        [".sst"] = SmimeCertificateFormat.Sst,
    };

    private CertificateDestination(string path, bool isFolder, SmimeCertificateFormat format) =>
        (FullPath, IsFolder, Format) = (path, isFolder, format);

    /// <summary>The file or folder.</summary>
    public string FullPath { get; }

    /// <summary>Whether each certificate gets a file of its own in it.</summary>
    public bool IsFolder { get; }

    /// <summary>The form.</summary>
    public SmimeCertificateFormat Format { get; }

    /// <summary>The extension of files in a folder.</summary>
    public string Extension => Format == SmimeCertificateFormat.P7b ? ".p7b" : ".cer";

    /// <summary>Takes the parameters; what they contradict ends the command.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="destination">The path as it was given.</param>
    /// <param name="format">The form that was asked for; null to go by the extension.</param>
    public static CertificateDestination Take(PSCmdlet cmdlet, string destination, SmimeCertificateFormat? format)
    {
        var path = cmdlet.Single(cmdlet.ResolveNew(destination));
        var extension = Path.GetExtension(path);
        var isKnown = Extensions.TryGetValue(extension, out var named);
        var isFolder = Directory.Exists(path) || (extension.Length == 0 && !File.Exists(path));
        if (!isFolder && !isKnown)
        {
            cmdlet.ThrowTerminatingError(CatalogErrors.FormatUnknown(path));
        }

        var chosen = format ?? (isFolder ? SmimeCertificateFormat.Cer : named);
        if (isFolder ? chosen is SmimeCertificateFormat.Csv or SmimeCertificateFormat.Sst : chosen != named)
        {
            cmdlet.ThrowTerminatingError(CatalogErrors.FormatContradicts(path, chosen, isFolder));
        }

        return new CertificateDestination(path, isFolder, chosen);
    }

    /// <summary>Makes the folder where it does not exist; returns why that failed, or null.</summary>
    public ErrorRecord? MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(FullPath);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CatalogErrors.FolderNotMade(FullPath, error);
        }
    }
}
