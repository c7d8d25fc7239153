using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>Reads the objects of -InputObject.</summary>
internal static class RemovalRows
{
    /// <summary>The row that an object stands for; one that names no user or no certificate is a row with an error.</summary>
    public static RemovalRow Read(object? input)
    {
        var (user, thumbprint) = (Text(input, "UserPrincipalName"), Text(input, "Thumbprint"));
        if (user is not null && thumbprint is not null)
        {
            return new RemovalRow
            {
                UserPrincipalName = user,
                Thumbprint = thumbprint,
                RecordId = Text(input, "RecordId") ?? Text(input, "Id"),
                SerialNumber = Text(input, "SerialNumber"),
                Issuer = Text(input, "Issuer"),
            };
        }

        var name = (user ?? thumbprint) is { } known ? $" ({known})" : string.Empty;
        return new RemovalRow
        {
            UserPrincipalName = string.Empty,
            Error = new ImportException(
                ImportErrorKind.RecordInvalid,
                $"An object of -InputObject{name} has no {(user is null ? "UserPrincipalName" : "Thumbprint")}; nothing was "
                + "removed for it. Give what Get-SmimeUserPfx shows, or -UserPrincipalName and -Thumbprint.",
                user ?? thumbprint),
        };
    }

    private static string? Text(object? input, string name) =>
        input is null ? null : Text(RecordMembers.Find(input, name) as string);

    /// <summary>The text without blanks around it; null where nothing is left.</summary>
    private static string? Text(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
