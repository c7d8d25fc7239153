<#
.SYNOPSIS
    Imports a list of S/MIME certificates in Azure Automation, signed in as the managed identity.

.DESCRIPTION
    Meant for a runbook of PowerShell 7.4 on a hybrid worker that can read the list and the PFX files. The passwords come from a
    vault of SecretManagement, one secret for each user, so the list holds none.

    Give the managed identity the application permissions DeviceManagementConfiguration.ReadWrite.All and User.Read.All once.
    Import the module SmimeCertTools into the Automation account.

    It writes nothing when all is well. Of what failed it writes a line each, in plain text.

    Rehearse it against the sandbox (docs/sandbox.md) first: start the sandbox, set the environment variable SMIME_SANDBOX_TOKEN
    to the token that it prints, and give its address with -GraphUri.

.PARAMETER GraphUri
    The sandbox's address, to rehearse; the managed identity is not asked then.

.NOTES
    A job has no exit code. It fails by an exception when the run ended early or something was left undone, so that an alert on
    failed jobs works. Run it again after a failure: what is done is not sent twice.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $ManifestPath,
    [Parameter(Mandatory = $true)] [string] $PublicKeyPath,
    [Parameter(Mandatory = $true)] [string] $ResultPath,
    [Parameter(Mandatory = $true)] [string] $VaultName,
    [string] $ManagedIdentityClientId,
    [uri] $GraphUri
)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name SmimeCertTools

$signIn = @{ ManagedIdentity = $true }
if ($GraphUri) {
    $signIn = @{ GraphUri = $GraphUri; AccessToken = ConvertTo-SecureString -String $env:SMIME_SANDBOX_TOKEN -AsPlainText -Force }
}
elseif ($ManagedIdentityClientId) {
    $signIn['ClientId'] = $ManagedIdentityClientId
}

Connect-SmimeGraph @signIn | Out-Null
try {
    $provider = { Get-Secret -Vault $VaultName -Name ('pfx-' + ($_.UserPrincipalName -replace '[^A-Za-z0-9]', '-')) }
    $failed = 0
    Import-SmimeUserPfx -ManifestPath $ManifestPath -PublicKeyPath $PublicKeyPath -PasswordProvider $provider `
        -ResultPath $ResultPath -ErrorAction SilentlyContinue -Quiet |
        Where-Object { $_.Status -in 'Failed', 'NotAttempted', 'Outdated' } |
        ForEach-Object -Process {
            $failed++
            Write-Output "Line $($_.Line), $($_.UserPrincipalName): $($_.Status) $($_.ErrorId) $($_.Error)$($_.Difference)"
        }
}
finally {
    Disconnect-SmimeGraph
}

if ($failed -gt 0) {
    throw "$failed certificates were not imported: see '$ResultPath'."
}
