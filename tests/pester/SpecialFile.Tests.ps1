BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    $isUnix = -not (Test-OnWindows)
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    if (Test-SampleFile) {
        $files = Get-SampleFile
        $pfx = $files.SelfSigned.Path
        $password = $files.SelfSigned.Password
        $public = $files.ConnectorPublicKey
    }
}

# Whatever reads one of these without looking hangs, and so does the test.
Describe 'A pipe or a device in place of a file' -Tag Unix, Samples -Skip:(-not ($isUnix -and (Test-SampleFile))) {
    BeforeAll {
        $pipe = Join-Path $TestDrive 'pipe.pfx'
        mkfifo $pipe
        mkfifo (Join-Path $TestDrive 'pipe.csv')
        $csv = Join-Path $TestDrive 'pipe.csv'
        $archive = Join-Path $TestDrive 'archive'
        $null = New-Item -Path $archive -ItemType Directory
        $list = Join-Path $TestDrive 'list.csv'
        "UserPrincipalName,Path,PasswordFile`nanna@contoso.com,$pfx,$pipe" | Set-Content -Path $list -Encoding UTF8
        $uri = 'http://127.0.0.1:9/'
        Connect-SmimeGraph -GraphUri $uri -AccessToken (ConvertTo-SecureString 'x.eyJhdWQiOiJ4In0.x' -AsPlainText -Force) `
            -NoVerify -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'is told in <_>' -ForEach @(
        'Get-SmimePfx -Path $pipe -Password $password'
        'Get-SmimePfx -Path /dev/zero'
        'Get-SmimePfx -Path /proc/self/environ'
        'Test-SmimePfx -Path $pipe -Password $password'
        'Test-SmimeMessage -Path $pipe'
        'Test-SmimeMessage -Path /dev/zero'
        'Test-SmimePfx -Path $pfx -Password $password -PublicKeyPath $pipe'
        'Convert-SmimePfx -Path $pipe -Password $password -NewPassword $password -DestinationPath $archive'
        'Convert-SmimePfx -Path $pfx -Password $password -NewPassword $password -DestinationPath $pipe -Force'
        'New-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $pipe -Password $password -PublicKeyPath $public'
        'New-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $pfx -Password $password -PublicKeyPath /dev/zero'
        'Import-SmimeUserPfx -ManifestPath $csv -PublicKeyPath $public'
        'Import-SmimeUserPfx -ManifestPath $list -PublicKeyPath $public'
        'Import-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $pfx -Password $password -PublicKeyPath $pipe'
        'Import-SmimeUserPfx -UPN anna@contoso.com -Path $pfx -Password $password -PublicKeyPath $public -ResultPath $csv'
        'Remove-SmimeUserPfx -UserPrincipalName anna@contoso.com -All -Confirm:$false -RevocationListPath $csv'
        'Remove-SmimeUserPfx -UserPrincipalName anna@contoso.com -All -Confirm:$false -ResultPath $csv'
        'Get-SmimeConnectorKey -Path $pipe'
        'Get-SmimeConnectorKey -Path /dev/zero'
        'Test-SmimeConnectorKey -Path $pipe -Password $password'
        'Export-SmimeConnectorKey -Path $pipe -Destination "$archive/x.pem"'
        'New-SmimeConnectorKey -Path $pipe -PublicKeyPath "$archive/x.pem" -Password $password -Force'
        'New-TrustedRootProfile -Name Root -Platform iOS -CertificatePath $pipe'
        'Connect-SmimeGraph -ClientId 11111111-2222-3333-4444-555555555555 -TenantId contoso.com -CertificatePath /dev/zero'
        'Connect-SmimeGraph -ClientId 11111111-2222-3333-4444-555555555555 -TenantId contoso.com -CertificatePath $pipe'
    ) {
        $ErrorActionPreference = 'Continue'
        $command = [scriptblock]::Create($_)
        $shown = @(try { & $command *>&1 } catch { $_ }) | Out-String -Width 500
        $shown | Should -Match ('it is a (named pipe|device)|made up by the system|' +
            'no ordinary file but a folder, a pipe or a device')
    }
}
