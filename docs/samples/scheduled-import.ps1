<#
.SYNOPSIS
    Imports a list of S/MIME certificates from a scheduled task on Windows.

.DESCRIPTION
    Signs in as an application by a certificate of this machine, imports the list, and tells by its exit code how it went.
    Run it again after a failure: the file of results and Intune say what is done, and that is not sent twice.

    Register it once, as the account that may read the list and use the certificate's private key:

    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument (
        '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned ' +
        '-File C:\Smime\scheduled-import.ps1 -ClientId <guid> -TenantId <guid> -CertificateThumbprint <thumbprint> ' +
        '-ManifestPath C:\Smime\users.csv -PublicKeyPath C:\Smime\connector-public.pem -LogFolder C:\Smime\logs')
    $trigger = New-ScheduledTaskTrigger -Daily -At 22:00
    Register-ScheduledTask -TaskName 'S/MIME import' -Action $action -Trigger $trigger -User 'CONTOSO\svc-smime$'

.NOTES
    Exit codes: 0 all done; 1 some rows failed or are bad; 2 the run ended early (sign-in, list, file of results); 3 the module is
    missing.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $ClientId,
    [Parameter(Mandatory = $true)] [string] $TenantId,
    [Parameter(Mandatory = $true)] [string] $CertificateThumbprint,
    [Parameter(Mandatory = $true)] [string] $ManifestPath,
    [Parameter(Mandatory = $true)] [string] $PublicKeyPath,
    [Parameter(Mandatory = $true)] [string] $LogFolder
)

$ErrorActionPreference = 'Continue'
$ProgressPreference = 'SilentlyContinue'
$exitCode = 2

try {
    Import-Module -Name SmimeCertTools -ErrorAction Stop
}
catch {
    Write-Warning "The module SmimeCertTools cannot be loaded: $_"
    exit 3
}

try {
    Connect-SmimeGraph -ClientId $ClientId -TenantId $TenantId -CertificateThumbprint $CertificateThumbprint `
        -ErrorAction Stop | Out-Null

    # Objects are not kept: the file of results has them, and a list may be long.
    $summary = $null
    Import-SmimeUserPfx -ManifestPath $ManifestPath -PublicKeyPath $PublicKeyPath -Quiet -SummaryVariable summary `
        -ResultPath (Join-Path -Path $LogFolder -ChildPath 'smime-import.csv') -ErrorAction SilentlyContinue | Out-Null

    if ($summary) {
        Write-Output "$summary"
        $exitCode = if ($summary.IsComplete) { 0 } else { 1 }
    }
}
catch {
    Write-Warning "The import ended early: $_"
    $exitCode = 2
}
finally {
    Disconnect-SmimeGraph
}

exit $exitCode
