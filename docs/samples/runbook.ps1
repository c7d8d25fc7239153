<#
.SYNOPSIS
    Imports a list of S/MIME certificates in Azure Automation, signed in as the managed identity.

.DESCRIPTION
    Meant for a runbook of PowerShell 7.4 on a hybrid worker that can read the list and the PFX files. The passwords come from a
    vault of SecretManagement, one secret for each user, so the list holds none.

    Give the managed identity the application permissions DeviceManagementConfiguration.ReadWrite.All and User.Read.All once.
    Import the module SmimeCertTools into the Automation account.

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
    [string] $ManagedIdentityClientId
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name SmimeCertTools

$signIn = @{ ManagedIdentity = $true }
if ($ManagedIdentityClientId) {
    $signIn['ClientId'] = $ManagedIdentityClientId
}

Connect-SmimeGraph @signIn | Out-Null
try {
    $provider = { Get-Secret -Vault $VaultName -Name ('pfx-' + ($_.UserPrincipalName -replace '[^A-Za-z0-9]', '-')) }
    $summary = $null
    Import-SmimeUserPfx -ManifestPath $ManifestPath -PublicKeyPath $PublicKeyPath -PasswordProvider $provider `
        -ResultPath $ResultPath -Quiet -SummaryVariable summary -ErrorAction Continue | Out-Null
}
finally {
    Disconnect-SmimeGraph
}

Write-Output "$summary"
if (-not $summary -or -not $summary.IsComplete) {
    throw "Not everything was imported: see '$ResultPath'."
}
