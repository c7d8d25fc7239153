#Requires -Version 5.1
<#
.SYNOPSIS
Gives Exchange what it needs for S/MIME: the store of the authorities, and certificates of recipients that are in no directory of
yours.

.DESCRIPTION
-StorePath is the .sst file of Export-SmimeCertificate. Exchange checks chains against it alone. Take it that each call replaces
the former store: name all authorities when you make it.

-Path is the table of Export-SmimeCertificate. Certificates of mail contacts and mail users, such as those of partners, are
written to the recipient. Mailboxes that are synchronized from Active Directory take theirs from there: use publish-ad.ps1.
-IncludeMailbox writes those of the cloud alone.

Connect first: Connect-ExchangeOnline. Run it with -WhatIf first.

.PARAMETER StorePath
The store: Export-SmimeCertificate -AuthorityPath … -Destination roots.sst.

.PARAMETER Path
The table: Export-SmimeCertificate -ArchivePath … -Destination public.csv.

.PARAMETER IncludeMailbox
Writes certificates of mailboxes as well.

.EXAMPLE
./publish-exchange.ps1 -StorePath ./roots.sst -Path ./partners.csv -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [string] $StorePath,
    [string] $Path,
    [switch] $IncludeMailbox
)

if (-not $StorePath -and -not $Path) {
    throw 'Give -StorePath, -Path, or both.'
}

if ($StorePath) {
    $store = [IO.File]::ReadAllBytes((Resolve-Path -LiteralPath $StorePath).ProviderPath)

    # The file begins with a version of 0 and the letters CERT.
    if ($store.Length -lt 20 -or [Text.Encoding]::ASCII.GetString($store, 4, 4) -ne 'CERT') {
        throw "'$StorePath' is no serialized certificate store."
    }

    if ($PSCmdlet.ShouldProcess('Exchange', "Set the store of authorities to '$StorePath'")) {
        Set-SmimeConfig -SMIMECertificateIssuingCA $store
    }
}

$rows = if ($Path) { Import-Csv -LiteralPath $Path } else { @() }
foreach ($user in $rows | Group-Object -Property UserPrincipalName) {
    $name = $user.Name
    try {
        $recipient = Get-Recipient -Identity $name -ErrorAction Stop
        $setter = switch ("$($recipient.RecipientType)") {
            'MailContact' { 'MailContact' }
            'MailUser' { 'MailUser' }
            'UserMailbox' { if ($IncludeMailbox) { 'Mailbox' } }
        }

        if (-not $setter) {
            Write-Warning "$name is a $($recipient.RecipientType) and was left out."
            continue
        }

        # As many arrays of bytes as there are certificates, also where it is one.
        $certificates = [Collections.ArrayList]::new()
        $user.Group | ForEach-Object { [void] $certificates.Add([Convert]::FromBase64String($_.UserCertificate)) }
        $status = 'Unchanged'
        if ($PSCmdlet.ShouldProcess($name, "Write $($certificates.Count) certificates")) {
            & "Set-$setter" -Identity $name -UserCertificate $certificates -ErrorAction Stop
            $status = 'Written'
        }

        [pscustomobject] @{
            UserPrincipalName = $name; RecipientType = "$($recipient.RecipientType)"; Status = $status; Error = $null
        }
    }
    catch {
        Write-Error -Message "${name}: $_" -TargetObject $name
        [pscustomobject] @{ UserPrincipalName = $name; RecipientType = $null; Status = 'Failed'; Error = "$_" }
    }
}
