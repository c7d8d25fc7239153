#Requires -Version 5.1
<#
.SYNOPSIS
The main job from end to end: import three people's PFX files, see each one's history, and read old mail on a device.

.DESCRIPTION
`dotnet run --project src/SmimeCertTools.Quickstart` makes the folder with the PFX files, starts the sandbox and runs this script.
Step 4 asks the sandbox for what a device would receive; everything else works the same against Microsoft Graph.

.PARAMETER Folder
Holds users.csv, archive.csv, connector-public.pem, old-message.eml and the PFX files.

.PARAMETER GraphUri
The sandbox's address. Against Graph, leave -GraphUri out of Connect-SmimeGraph.

.PARAMETER AccessToken
A token that the sandbox accepts.

.PARAMETER Module
The module's name or the path of the staged module.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $Folder,
    [Parameter(Mandatory = $true)] [uri] $GraphUri,
    [Parameter(Mandatory = $true)] [securestring] $AccessToken,
    [string] $Module = 'SmimeCertTools'
)

$ErrorActionPreference = 'Stop'

function Write-Step([string] $Text) {
    Write-Host ''
    Write-Host $Text -ForegroundColor Cyan
}

# Each step goes to Out-Host by itself: PowerShell shows one pipeline's objects in the view of the first.
Import-Module $Module

Write-Step '1. Sign in.'
Connect-SmimeGraph -GraphUri $GraphUri -AccessToken $AccessToken
Get-SmimeGraphContext | Out-Host

Write-Step '2. Import every PFX file that users.csv lists. The certificates say themselves what they are for.'
$import = @{
    PublicKeyPath = "$Folder/connector-public.pem"
    ProviderName  = 'Microsoft Software Key Storage Provider'
    KeyName       = 'PFXEncryptionKey'
}
$rows = Import-Csv -LiteralPath "$Folder/users.csv"
foreach ($row in $rows) { $row.Path = "$Folder/$($row.Path)" }
$rows | Import-SmimeUserPfx @import | Out-Host

Write-Step '3. Compare with the archive: is the whole history of each person in Intune?'
$people = 'alice@contoso.com', 'bob@contoso.com', 'carol@contoso.com'
$people | Get-UserCertHistory -ArchivePath "$Folder/archive.csv" | Out-Host

Write-Step '   One certificate of Carol was forgotten. It goes in now, and the history is whole.'
$carol = foreach ($row in Import-Csv -LiteralPath "$Folder/archive.csv") {
    if ($row.UserPrincipalName -eq 'carol@contoso.com') {
        $row.Path = "$Folder/$($row.Path)"
        $row
    }
}
$carol | Import-SmimeUserPfx @import | Out-Host
Get-UserCertHistory -UserPrincipalName carol@contoso.com -ArchivePath "$Folder/archive.csv" | Out-Host

Write-Step "4. What arrives on Carol's phone?"
$delivery = Invoke-RestMethod -Uri "$($GraphUri)sandbox/devices/carol@contoso.com/certificates"
foreach ($certificate in $delivery.certificates) {
    Write-Host ('   {0}  {1:yyyy-MM-dd} to {2:yyyy-MM-dd}  private key: {3}' -f
        $certificate.thumbprint, [datetime] $certificate.notBefore, [datetime] $certificate.notAfter, $certificate.hasPrivateKey)
}

Write-Step '5. A mail that was encrypted years ago, opened on that phone with the delivered key:'
$message = [System.IO.File]::ReadAllText("$Folder/old-message.eml")
$opened = Invoke-RestMethod -Method Post -Uri "$($GraphUri)sandbox/devices/carol@contoso.com/decrypt" -Body $message -ContentType 'message/rfc822'
Write-Host "   opened with $($opened.thumbprint)"
Write-Host "   $($opened.text)"

Disconnect-SmimeGraph
