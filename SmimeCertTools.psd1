@{
    RootModule             = 'SmimeCertTools.dll'
    ModuleVersion          = '0.2.0'
    GUID                   = '397d762b-9f66-41f5-8847-4e6392177f66'
    Author                 = 'SmimeCertTools contributors'
    CompanyName            = 'SmimeCertTools contributors'
    Copyright              = '(c) 2026 SmimeCertTools contributors. MIT licence.'
    Description            = 'Puts users'' S/MIME certificates where Microsoft Intune delivers them from: reads PFX files, protects their passwords for the certificate connector, uploads them to Microsoft Graph and shows each user''s certificate history.'

    CompatiblePSEditions   = @('Core', 'Desktop')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'

    NestedModules          = @('SmimeCertTools.Guard.dll')
    FormatsToProcess       = @('SmimeCertTools.Format.ps1xml')

    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Connect-SmimeGraph'
        'Convert-SmimePfx'
        'Disconnect-SmimeGraph'
        'Export-SmimeCatalog'
        'Export-SmimeCertificate'
        'Export-SmimeConnectorKey'
        'Export-SmimeReport'
        'Get-CertificateConnector'
        'Get-SmimeConnectorKey'
        'Get-SmimeGraphContext'
        'Get-SmimePfx'
        'Get-SmimeProfile'
        'Get-SmimeUserPfx'
        'Get-SmimeUserStatus'
        'Get-UserCertHistory'
        'Grant-SmimePermission'
        'Import-SmimeConnectorKey'
        'Import-SmimeUserPfx'
        'New-OutlookSmimeConfiguration'
        'New-PkcsCertificateProfile'
        'New-PkcsImportedProfile'
        'New-SmimeConnectorKey'
        'New-SmimeEmailProfile'
        'New-SmimeImportList'
        'New-SmimeUserPfx'
        'New-TrustedRootProfile'
        'Register-SmimeApplication'
        'Remove-SmimeProfile'
        'Remove-SmimeUserPfx'
        'Set-SmimeProfileAssignment'
        'Test-SmimeConnectorKey'
        'Test-SmimeDeployment'
        'Test-SmimeMessage'
        'Test-SmimePfx'
    )
    VariablesToExport      = @()
    AliasesToExport        = @(
        'Get-SmimeCertificateConnector'
        'Get-SmimeUserCertHistory'
        'New-SmimePkcsCertificateProfile'
        'New-SmimePkcsImportedProfile'
        'New-SmimeTrustedRootProfile'
    )

    PrivateData            = @{
        PSData = @{
            Tags         = @('Intune', 'SMIME', 'PFX', 'PKCS12', 'Certificate', 'Email', 'Encryption', 'MicrosoftGraph',
                'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            Prerelease   = 'preview1'
        }
    }
}
