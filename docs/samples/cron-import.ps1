#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Imports a list of S/MIME certificates from cron on Linux.

.DESCRIPTION
    Signs in as an application by the certificate in a PFX file. The file, the file with its password and the list belong to the
    account that runs this, and nobody else may read them (chmod 600).

    The application needs the permissions DeviceManagementConfiguration.ReadWrite.All and User.Read.All.

    For crontab -e, as one line, at 22:00 every day; flock keeps a second run from starting while one is under way:

    0 22 * * * flock -n /var/lib/smime/lock pwsh -NoProfile -NonInteractive -File /opt/smime/cron-import.ps1
        -Folder /var/lib/smime -ClientId <guid> -TenantId <guid>

    The folder holds users.csv, connector-public.pem, app.pfx and app-password.txt. Results go to results.jsonl in it.

    It writes nothing when all is well, so that cron sends no mail. Of what failed it writes a line each, in plain text, which
    cron mails, and keeps the same lines with the time in smime-import.log of the folder.

    Rehearse it against the sandbox (docs/sandbox.md) first: start the sandbox, set the environment variable SMIME_SANDBOX_TOKEN
    to the token that it prints, and give its address with -GraphUri in the place of client id and tenant id.

.PARAMETER GraphUri
    The sandbox's address, to rehearse.

.NOTES
    Exit codes: 0 all done; 1 some rows failed or are bad; 2 the run ended early (sign-in, list, file of results); 3 the module is
    missing.
#>
[CmdletBinding(DefaultParameterSetName = 'Tenant')]
param(
    [Parameter(Mandatory = $true)] [string] $Folder,
    [Parameter(Mandatory = $true, ParameterSetName = 'Tenant')] [string] $ClientId,
    [Parameter(Mandatory = $true, ParameterSetName = 'Tenant')] [string] $TenantId,
    [Parameter(Mandatory = $true, ParameterSetName = 'Rehearsal')] [uri] $GraphUri
)

$ErrorActionPreference = 'Continue'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
$exitCode = 2

# A line of plain text, which also goes to the log.
function Write-Line([string] $Text) {
    Write-Output $Text
    Add-Content -LiteralPath (Join-Path -Path $Folder -ChildPath 'smime-import.log') -Encoding UTF8 `
        -Value "$([DateTimeOffset]::Now.ToString('yyyy-MM-dd HH:mm:ss zzz', [cultureinfo]::InvariantCulture)) $Text"
}

try {
    Import-Module -Name SmimeCertTools -ErrorAction Stop
}
catch {
    Write-Line "The module SmimeCertTools cannot be loaded: $_"
    exit 3
}

try {
    $signIn = if ($GraphUri) {
        @{ GraphUri = $GraphUri; AccessToken = ConvertTo-SecureString -String $env:SMIME_SANDBOX_TOKEN -AsPlainText -Force }
    }
    else {
        $line = Get-Content -Path (Join-Path -Path $Folder -ChildPath 'app-password.txt') -TotalCount 1 -ErrorAction Stop
        @{
            ClientId            = $ClientId
            TenantId            = $TenantId
            CertificatePath     = Join-Path -Path $Folder -ChildPath 'app.pfx'
            CertificatePassword = ConvertTo-SecureString -String $line -AsPlainText -Force
        }
    }

    Connect-SmimeGraph @signIn -ErrorAction Stop | Out-Null

    # What is done is not kept: the file of results has it, and a list may be long.
    $import = @{
        ManifestPath  = Join-Path -Path $Folder -ChildPath 'users.csv'
        PublicKeyPath = Join-Path -Path $Folder -ChildPath 'connector-public.pem'
        ResultPath    = Join-Path -Path $Folder -ChildPath 'results.jsonl'
    }
    $exitCode = 0
    Import-SmimeUserPfx @import -ErrorAction SilentlyContinue -Quiet |
        Where-Object { $_.Status -in 'Failed', 'NotAttempted', 'Outdated' } |
        ForEach-Object -Process {
            $exitCode = 1
            Write-Line "Line $($_.Line), $($_.UserPrincipalName): $($_.Status) $($_.ErrorId) $($_.Error)$($_.Difference)"
        }
}
catch {
    Write-Line "The import ended early: $_"
    $exitCode = 2
}
finally {
    Disconnect-SmimeGraph
}

exit $exitCode
