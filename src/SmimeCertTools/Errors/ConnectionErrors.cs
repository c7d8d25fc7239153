using System;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors of signing in, found before anything is sent.</summary>
internal static class ConnectionErrors
{
    /// <summary>No connection in this session.</summary>
    public static ErrorRecord NotConnected() => ErrorRecords.Create(
        new InvalidOperationException("This session is not connected to Graph. Run Connect-SmimeGraph first."),
        "GraphNotConnected",
        ErrorCategory.ConnectionError,
        null,
        "Run Connect-SmimeGraph -ClientId <id> -TenantId <tenant> -Interactive, or see Get-Help Connect-SmimeGraph for the other ways.");
}
