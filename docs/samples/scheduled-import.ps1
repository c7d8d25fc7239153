<#
.SYNOPSIS
    Imports a list of S/MIME certificates from a scheduled task on Windows.

.DESCRIPTION
    Signs in as an application by a certificate of this machine, imports the list, and tells by its exit code how it went.
    Run it again after a failure: the file of results and Intune say what is done, and that is not sent twice.

    It writes nothing when all is well. Of what failed it writes a line each, in plain text, and keeps the same lines with the
    time in smime-import.log of the log folder, beside the file of results.

    The application needs the permissions DeviceManagementConfiguration.ReadWrite.All and User.Read.All.

    Register it once, as the account that may read the list and use the certificate's private key:

    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument (
        '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned ' +
        '-File C:\Smime\scheduled-import.ps1 -ClientId <guid> -TenantId <guid> -CertificateThumbprint <thumbprint> ' +
        '-ManifestPath C:\Smime\users.csv -PublicKeyPath C:\Smime\connector-public.pem -LogFolder C:\Smime\logs')
    $trigger = New-ScheduledTaskTrigger -Daily -At 22:00
    Register-ScheduledTask -TaskName 'S/MIME import' -Action $action -Trigger $trigger -User 'CONTOSO\svc-smime$'

    Rehearse it against the sandbox (docs/sandbox.md) first: start the sandbox, set the environment variable SMIME_SANDBOX_TOKEN
    to the token that it prints, and give its address with -GraphUri in the place of client id, tenant id and thumbprint.

.PARAMETER GraphUri
    The sandbox's address, to rehearse.

.NOTES
    Exit codes: 0 all done; 1 some rows failed or are bad; 2 the run ended early (sign-in, list, file of results); 3 the module is
    missing.
#>
[CmdletBinding(DefaultParameterSetName = 'Tenant')]
param(
    [Parameter(Mandatory = $true, ParameterSetName = 'Tenant')] [string] $ClientId,
    [Parameter(Mandatory = $true, ParameterSetName = 'Tenant')] [string] $TenantId,
    [Parameter(Mandatory = $true, ParameterSetName = 'Tenant')] [string] $CertificateThumbprint,
    [Parameter(Mandatory = $true, ParameterSetName = 'Rehearsal')] [uri] $GraphUri,
    [Parameter(Mandatory = $true)] [string] $ManifestPath,
    [Parameter(Mandatory = $true)] [string] $PublicKeyPath,
    [Parameter(Mandatory = $true)] [string] $LogFolder
)

$ErrorActionPreference = 'Continue'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
$exitCode = 2

# A line of plain text, which also goes to the log.
function Write-Line([string] $Text) {
    Write-Output $Text
    Add-Content -LiteralPath (Join-Path -Path $LogFolder -ChildPath 'smime-import.log') -Encoding UTF8 `
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
        @{ ClientId = $ClientId; TenantId = $TenantId; CertificateThumbprint = $CertificateThumbprint }
    }

    Connect-SmimeGraph @signIn -ErrorAction Stop | Out-Null

    # What is done is not kept: the file of results has it, and a list may be long.
    $import = @{
        ManifestPath  = $ManifestPath
        PublicKeyPath = $PublicKeyPath
        ResultPath    = Join-Path -Path $LogFolder -ChildPath 'smime-import.csv'
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
