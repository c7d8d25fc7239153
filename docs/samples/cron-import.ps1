#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Imports a list of S/MIME certificates from cron on Linux.

.DESCRIPTION
    Signs in as an application by the certificate in a PFX file. The file, the file with its password and the list belong to the
    account that runs this, and nobody else may read them (chmod 600).

    For crontab -e, as one line, at 22:00 every day; flock keeps a second run from starting while one is under way:

    0 22 * * * flock -n /var/lib/smime/lock pwsh -NoProfile -NonInteractive -File /opt/smime/cron-import.ps1
        -Folder /var/lib/smime -ClientId <guid> -TenantId <guid>

    The folder holds users.csv, connector-public.pem, app.pfx and app-password.txt. Results go to results.jsonl in it.

.NOTES
    Exit codes: 0 all done; 1 some rows failed or are bad; 2 the run ended early (sign-in, list, file of results); 3 the module is
    missing.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $Folder,
    [Parameter(Mandatory = $true)] [string] $ClientId,
    [Parameter(Mandatory = $true)] [string] $TenantId
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
    $line = Get-Content -Path (Join-Path -Path $Folder -ChildPath 'app-password.txt') -TotalCount 1 -ErrorAction Stop
    $signIn = @{
        ClientId            = $ClientId
        TenantId            = $TenantId
        CertificatePath     = Join-Path -Path $Folder -ChildPath 'app.pfx'
        CertificatePassword = ConvertTo-SecureString -String $line -AsPlainText -Force
    }
    Connect-SmimeGraph @signIn -ErrorAction Stop | Out-Null

    $import = @{
        ManifestPath  = Join-Path -Path $Folder -ChildPath 'users.csv'
        PublicKeyPath = Join-Path -Path $Folder -ChildPath 'connector-public.pem'
        ResultPath    = Join-Path -Path $Folder -ChildPath 'results.jsonl'
    }
    $summary = $null
    Import-SmimeUserPfx @import -Quiet -SummaryVariable summary -ErrorAction SilentlyContinue | Out-Null

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
