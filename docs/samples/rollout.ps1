#Requires -Version 5.1
<#
.SYNOPSIS
Sets up everything between an imported certificate and the mail clients on Windows, iOS/iPadOS, macOS and Android work profile.

.DESCRIPTION
Trusted certificates, signing certificates that a CA issues for each device, imported encryption certificates, Mail on iOS, and
Outlook on iOS and Android: one profile for each platform, assigned to one group. Review it, change names and options to yours,
and keep it under version control: it is the record of what the tenant is to have.

Run it as often as you like. What is as wanted stays untouched (Status Unchanged); what this file asks for and is not so is
changed, and Changes says what. What it does not name is left as it is. What cannot change after creation is an error that names
it. -WhatIf shows what a run would do and writes nothing. Profiles refer to others by name, and it says which do not exist yet.

Connect first: Connect-SmimeGraph. Permissions: DeviceManagementConfiguration.ReadWrite.All, DeviceManagementApps.ReadWrite.All
and Group.Read.All. Outlook must be among the tenant's apps.

.PARAMETER GroupName
The group of users that gets everything. It exists already.

.PARAMETER RootCertificatePath
The root of the CA, PEM or DER.

.PARAMETER IntermediateCertificatePath
The CAs below the root, one or many in a file.

.PARAMETER CertificationAuthority
The host of the CA that issues signing certificates.

.PARAMETER CertificationAuthorityName
The CA's own name.

.PARAMETER CertificateTemplateName
The name of the CA's template for signing, not its display name.

.PARAMETER AccountName
The mail account's name, as users see it on their iPhones.

.EXAMPLE
./rollout.ps1 -GroupName 'Mail users' -RootCertificatePath ./root.cer -IntermediateCertificatePath ./issuing.cer `
    -CertificationAuthority ca1.contoso.com -CertificationAuthorityName 'Contoso Issuing CA 1' `
    -CertificateTemplateName ContosoSmimeSigning -AccountName Contoso -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)] [string] $GroupName,
    [Parameter(Mandatory = $true)] [string] $RootCertificatePath,
    [Parameter(Mandatory = $true)] [string] $IntermediateCertificatePath,
    [Parameter(Mandatory = $true)] [string] $CertificationAuthority,
    [Parameter(Mandatory = $true)] [string] $CertificationAuthorityName,
    [Parameter(Mandatory = $true)] [string] $CertificateTemplateName,
    [Parameter(Mandatory = $true)] [string] $AccountName
)

# -WhatIf of this script reaches the module's commands with these.
$wanted = @{
    GroupName   = $GroupName
    Description = 'S/MIME, set up by rollout.ps1'
    IfExists    = 'Update'
    WhatIf      = $WhatIfPreference
}
$platforms = 'Windows', 'IOS', 'MacOS', 'AndroidWorkProfile'

# 1. Devices trust the CA.
New-TrustedRootProfile @wanted -Name 'S/MIME root {Platform}' -Platform $platforms -CertificatePath $RootCertificatePath
New-TrustedRootProfile @wanted -Name 'S/MIME {Certificate} {Platform}' -Platform $platforms `
    -CertificatePath $IntermediateCertificatePath

# 2. Each device gets a signing certificate of its own from the CA. Android's profile refers to that of the root.
$signing = @{
    CertificationAuthority     = $CertificationAuthority
    CertificationAuthorityName = $CertificationAuthorityName
    CertificateTemplateName    = $CertificateTemplateName
    ValidityPeriod             = 1
    ValidityScale              = 'Years'
}
New-PkcsCertificateProfile @wanted @signing -Name 'S/MIME signing {Platform}' -Platform $platforms `
    -RootCertificate 'S/MIME root {Platform}'

# 3. All devices of a user get the user's imported encryption certificates, the old ones too.
New-PkcsImportedProfile @wanted -Name 'S/MIME encryption {Platform}' -Platform $platforms -IntendedPurpose SmimeEncryption

# 4. Mail on iOS signs with the one and decrypts with the others. Devices ask for the password again when this profile changes.
New-SmimeEmailProfile @wanted -Name 'S/MIME mail {Platform}' -Platform IOS -AccountName $AccountName `
    -SigningCertificate 'S/MIME signing {Platform}' -EncryptionCertificate 'S/MIME encryption {Platform}'

# 5. S/MIME is on in Outlook. On Android it takes the delivered certificates with -CertificatesFromIntune. On iOS they come from
#    Company Portal, which is set in the admin center by hand: the warning says how. On Windows and macOS users choose them in
#    their mail client.
New-OutlookSmimeConfiguration @wanted -Name 'S/MIME Outlook {Platform}' -Platform IOS, AndroidWorkProfile -CertificatesFromIntune
