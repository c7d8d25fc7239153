using SmimeCertTools.Core.History;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.History;

/// <summary>What does something about a finding of a history, in PowerShell: commands to copy.</summary>
internal static class HistoryAdvice
{
    /// <summary>The next step; null where there is no command for it.</summary>
    public static string? NextStep(HistoryFinding finding)
    {
        var user = CommandText.Quote(finding.UserPrincipalName);
        var record = finding.Thumbprint is { } thumbprint ? $"{user} -Thumbprint {CommandText.Quote(thumbprint)}" : user;
        return finding.Id switch
        {
            "NoEncryptionCertificate" or "ExpiresSoon" or "EncryptionGap" or "MissingInIntune" or "RecordUnderFormerName"
                or "PaddingUnsupported" or "PurposeUnassigned" =>
                $"Import-SmimeUserPfx -UserPrincipalName {user} "
                    + $"-LiteralPath (Read-Host {CommandText.Quote($"PFX of {finding.UserPrincipalName}")})",
            "NoSigningCertificate" => "Get-SmimeProfile -Kind Pkcs",
            "KeyNameDiffers" => $"Get-SmimeUserPfx {user} | Format-List Thumbprint, ProviderName, KeyName",
            "SharedCertificate" or "RecordOfEarlierAccount" or "UserUnknown" => $"Remove-SmimeUserPfx {record}{(finding.Thumbprint is null ? " -All" : string.Empty)} -WhatIf",
            "MissingInArchive" => $"Get-SmimeUserPfx {record} | Format-List",
            _ => null,
        };
    }
}
