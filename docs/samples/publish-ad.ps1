#Requires -Version 5.1
<#
.SYNOPSIS
Writes the certificates of a table by Export-SmimeCertificate into Active Directory, where senders find them.

.DESCRIPTION
Each row is one user's encryption certificate. The user is found by user principal name; the certificate is added to the attribute
userCertificate unless it is there, and the attribute is read again before it is called written. Other values stay. -RemoveExpired
takes away those that have expired: they are needed on the devices, to read old mail, and not in the directory.

Outlook looks into userSMIMECertificate before userCertificate. A value there that is out of date wins over what this script
writes: it is a warning. -SmimeAttribute puts the table's PKCS#7 in its place. Nobody has signed that, since only the user's
private key could: it carries the certificate and its issuers, and none of the algorithms that the user's program prefers.

Entra Connect does not synchronize the attributes of a user with more than 15 values. That is a warning too.

Needs the module ActiveDirectory (RSAT) and an account that may write these attributes. Run it with -WhatIf first.

.PARAMETER Path
The table: Export-SmimeCertificate -ArchivePath … -Destination public.csv.

.PARAMETER Server
The domain controller; left out, the module chooses one.

.PARAMETER RemoveExpired
Removes certificates that have expired from userCertificate.

.PARAMETER SmimeAttribute
Writes userSMIMECertificate as well, in place of what is there.

.EXAMPLE
./publish-ad.ps1 -Path ./public.csv -RemoveExpired -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [string] $Server,
    [switch] $RemoveExpired,
    [switch] $SmimeAttribute
)

$most = 15
$directory = @{}
if ($Server) { $directory.Server = $Server }

# RFC 4515, section 3: what has a meaning in a filter is escaped.
function ConvertTo-FilterText([string] $Text) {
    -join ($Text.ToCharArray() | ForEach-Object {
            if ('\*()'.Contains($_) -or [int] $_ -lt 32) { '\{0:x2}' -f [int] $_ } else { $_ }
        })
}

function Find-User([string] $Name) {
    $filter = '(&(objectCategory=person)(userPrincipalName={0}))' -f (ConvertTo-FilterText $Name)
    Get-ADUser @directory -LDAPFilter $filter -Properties userCertificate, userSMIMECertificate
}

# The same values, in whatever order the directory gives them.
function Test-Same([string[]] $One, [string[]] $Other) {
    (@($One | Sort-Object) -join ' ') -ceq (@($Other | Sort-Object) -join ' ')
}

foreach ($rows in Import-Csv -LiteralPath $Path | Group-Object -Property UserPrincipalName) {
    $name = $rows.Name
    try {
        $user = @(Find-User $name)
        if ($user.Count -ne 1) {
            throw "$($user.Count) users of the directory have that user principal name."
        }

        $wanted = @($rows.Group | ForEach-Object UserCertificate)
        $present = @($user[0].userCertificate | Where-Object { $_ } | ForEach-Object { [Convert]::ToBase64String([byte[]] $_) })
        $expired = @($present | Where-Object { $RemoveExpired -and $_ -notin $wanted } | Where-Object {
                $old = [Security.Cryptography.X509Certificates.X509Certificate2]::new([Convert]::FromBase64String($_))
                $old.NotAfter -lt [datetime]::Now
            })
        $result = @($present | Where-Object { $_ -notin $expired }) + @($wanted | Where-Object { $_ -notin $present })
        $bundles = @($rows.Group | ForEach-Object UserSMIMECertificate)
        $presentBundles = @(
            $user[0].userSMIMECertificate | Where-Object { $_ } | ForEach-Object { [Convert]::ToBase64String([byte[]] $_) })
        $isCurrent = Test-Same $presentBundles $bundles

        if ($result.Count -gt $most) {
            Write-Warning ("${name}: $($result.Count) values in userCertificate; Entra Connect synchronizes at most $most. " +
                'Use -RemoveExpired.')
        }

        if (-not $SmimeAttribute -and $presentBundles.Count -gt 0 -and -not $isCurrent) {
            Write-Warning ("${name}: Outlook prefers what is in userSMIMECertificate, which is something else. " +
                'Use -SmimeAttribute.')
        }

        $replace = @{}
        if (-not (Test-Same $present $result)) {
            $replace.userCertificate = [byte[][]] @($result | ForEach-Object { , [Convert]::FromBase64String($_) })
        }

        if ($SmimeAttribute -and -not $isCurrent) {
            $replace.userSMIMECertificate = [byte[][]] @($bundles | ForEach-Object { , [Convert]::FromBase64String($_) })
        }

        $status = 'Unchanged'
        if ($replace.Count -gt 0 -and $PSCmdlet.ShouldProcess($name, "Write $($replace.Keys -join ' and ')")) {
            Set-ADUser @directory -Identity $user[0].DistinguishedName -Replace $replace
            $after = @((Find-User $name).userCertificate | ForEach-Object { [Convert]::ToBase64String([byte[]] $_) })
            if (-not (Test-Same $after $result)) {
                throw 'It was written, and reading back shows something else.'
            }

            $status = 'Written'
        }

        [pscustomobject] @{
            UserPrincipalName = $name; Status = $status; Values = $result.Count; Removed = $expired.Count; Error = $null
        }
    }
    catch {
        Write-Error -Message "${name}: $_" -TargetObject $name
        [pscustomobject] @{ UserPrincipalName = $name; Status = 'Failed'; Values = $null; Removed = 0; Error = "$_" }
    }
}
