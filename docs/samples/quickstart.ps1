#Requires -Version 5.1
<#
.SYNOPSIS
The whole story: profiles, three people's PFX files, each one's history, and an old mail read on four devices.

.DESCRIPTION
`dotnet run --project src/SmimeCertTools.Quickstart` makes the folder with the PFX files, starts the sandbox and runs this script.
Steps 5 and 6 ask the sandbox for what devices would receive; everything else works the same against Microsoft Graph.

.PARAMETER Folder
Holds users.csv, archive.csv, connector-public.pem, root.pem, issuing.pem, old-message.eml and the PFX files.

.PARAMETER ReportPath
The page that step 7 writes; without it, report.html of the folder.

.PARAMETER GraphUri
The sandbox's address. Against Graph, leave -GraphUri out of Connect-SmimeGraph.

.PARAMETER AccessToken
A token that the sandbox accepts. Without it, the environment variable SMIME_QUICKSTART_TOKEN has one: a command line can be read
by others.

.PARAMETER Module
The module's name or the path of the staged module.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $Folder,
    [Parameter(Mandatory = $true)] [uri] $GraphUri,
    [string] $ReportPath = "$Folder/report.html",
    [securestring] $AccessToken,
    [string] $Module = 'SmimeCertTools'
)

$ErrorActionPreference = 'Stop'

function Write-Step([string] $Text) {
    Write-Host ''
    Write-Host $Text -ForegroundColor Cyan
}

if (-not $AccessToken) {
    if (-not $env:SMIME_QUICKSTART_TOKEN) { throw 'Give -AccessToken, or set SMIME_QUICKSTART_TOKEN.' }
    $AccessToken = ConvertTo-SecureString -String $env:SMIME_QUICKSTART_TOKEN -AsPlainText -Force
    Remove-Item -Path env:SMIME_QUICKSTART_TOKEN
}

# Each step goes to Out-Host by itself: PowerShell shows one pipeline's objects in the view of the first.
Import-Module $Module

Write-Step '1. Sign in.'
Connect-SmimeGraph -GraphUri $GraphUri -AccessToken $AccessToken
Get-SmimeGraphContext | Out-Host

Write-Step '2. Set up what delivers: trusted CAs, signing certificates from a CA, imported encryption certificates, mail clients.'
Get-CertificateConnector | Out-Host
$rollout = @{
    GroupName                   = 'Mail users'
    RootCertificatePath         = "$Folder/root.pem"
    IntermediateCertificatePath = "$Folder/issuing.pem"
    CertificationAuthority      = 'ca1.contoso.com'
    CertificationAuthorityName  = 'Contoso Issuing CA 1'
    CertificateTemplateName     = 'ContosoSmimeSigning'
    AccountName                 = 'Contoso'
}
& "$PSScriptRoot/rollout.ps1" @rollout | Out-Host

Write-Step '   The same again: what is as wanted stays untouched.'
$again = & "$PSScriptRoot/rollout.ps1" @rollout
$changed = @($again | Where-Object { $_.Status -ne 'Unchanged' })
Write-Host "   $(@($again).Count) profiles compared, $($changed.Count) changed."

Write-Step '3. Import every PFX file that users.csv lists. The certificates say themselves what they are for.'
$import = @{
    PublicKeyPath = "$Folder/connector-public.pem"
    ProviderName  = 'Microsoft Software Key Storage Provider'
    KeyName       = 'PFXEncryptionKey'
}
$rows = Import-Csv -LiteralPath "$Folder/users.csv"
foreach ($row in $rows) { $row.Path = "$Folder/$($row.Path)" }
$rows | Import-SmimeUserPfx @import | Out-Host

Write-Step '4. Compare with the archive: is the whole history of each person in Intune?'
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

Write-Step "5. What arrives on Carol's devices? All encryption certificates on each, and a signing certificate of its own."
$devices = 'Carols-iPhone', 'Carols-Android', 'Carols-Mac', 'Carols-Laptop'
foreach ($device in $devices) {
    $delivery = Invoke-RestMethod -Uri "$($GraphUri)sandbox/devices/$device/certificates"
    Write-Host "   $device"
    foreach ($certificate in $delivery.certificates) {
        Write-Host ('     decrypts  {0}  {1:yyyy-MM-dd} to {2:yyyy-MM-dd}' -f
            $certificate.thumbprint, [datetime] $certificate.notBefore, [datetime] $certificate.notAfter)
    }

    foreach ($certificate in $delivery.issuedCertificates) { Write-Host "     signs     $($certificate.thumbprint)" }
    foreach ($client in $delivery.mailClients) {
        $what = if ($client.activation -eq 'ByHand') { ": $($client.detail)" }
        Write-Host "     $($client.name): S/MIME $($client.activation)$what"
    }
}

Write-Step '6. A mail that was encrypted years ago, opened on each device with the delivered key:'
$message = [System.IO.File]::ReadAllText("$Folder/old-message.eml")
foreach ($device in $devices) {
    $address = "$($GraphUri)sandbox/devices/$device/decrypt"
    $opened = Invoke-RestMethod -Method Post -Uri $address -Body $message -ContentType 'message/rfc822'
    Write-Host "   $device opened it with $($opened.thumbprint)"
}

Write-Host "   $($opened.text)"

Write-Step '7. All of it on one page, to read, print and keep:'
$report = Export-SmimeReport -Path $ReportPath -ArchivePath "$Folder/archive.csv" -Force -PassThru
Write-Host "   $($report.Path)"

Disconnect-SmimeGraph
