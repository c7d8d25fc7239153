using System.IO;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors about catalogues and lists that are found in the cmdlets.</summary>
internal static class ImportListErrors
{
    /// <summary>An archive of which no certificate could be read.</summary>
    public static ErrorRecord Empty(string archive, string destination) => ErrorRecords.Create(
        new InvalidDataException(
            $"No certificate of the archive '{archive}' could be read: no catalogue was written to '{destination}', and what is "
            + "there is left as it is. The errors before this one say what is wrong; check the password first."),
        "CatalogEmpty", archive);

    /// <summary>A purpose that no certificate for mail has.</summary>
    public static ErrorRecord DualUsePurpose() => ErrorRecords.Create(
        new System.ArgumentException(
            "-DualUsePurpose is SmimeEncryption or SmimeSigning: certificates for both are delivered for one of the two."),
        "PurposeNotSupported", null);

    /// <summary>Two places for passwords.</summary>
    public static ErrorRecord PasswordsTwice() => ErrorRecords.Create(
        new System.ArgumentException(
            "-IncludePassword puts passwords into the list, -PasswordFolder into files of their own. Give one of the two."),
        "InputAmbiguous", null);

    /// <summary>An archive of which no file belongs into a list.</summary>
    public static ErrorRecord NothingMatched(string source, string destination) => ErrorRecords.Create(
        new InvalidDataException(
            $"Of no file of '{source}' are password and user known: no list was written to '{destination}', and what is there is "
            + "left as it is. Status and Message of the objects say of each file what is missing."),
        "ImportListEmpty", source);
}
