BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

Describe 'Profiles without a connection' {
    It '<_> says how to connect' -ForEach 'Get-SmimeProfile', 'Get-CertificateConnector' {
        Disconnect-SmimeGraph
        { & $_ -ErrorAction Stop } | Should -Throw -ErrorId 'GraphNotConnected*'
    }

    It 'completes platforms' {
        $line = 'New-TrustedRootProfile -Name x -Platform AndroidW'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
            Should -Contain 'AndroidWorkProfile'
    }
}

Describe 'Profiles in the sandbox' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)

        # The sandbox may have seen other runs.
        $groupName = "Mail users $([guid]::NewGuid())"
        $group = @{ displayName = $groupName; members = @('anna@contoso.com') } | ConvertTo-Json
        Invoke-RestMethod -Method Post -Body $group -ContentType 'application/json' `
            -Uri "$(Get-SandboxUri)sandbox/groups" | Out-Null
        $authority = (Get-SampleFile).Root
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($authority)
    }

    AfterAll {
        $certificate.Dispose()
        Disconnect-SmimeGraph
    }

    AfterEach {
        Get-SmimeProfile | Remove-SmimeProfile -Confirm:$false
    }

    It 'creates, finds unchanged, assigns and removes profiles' {
        $options = @{
            Name            = 'Root {Platform}'
            Platform        = 'Windows', 'IOS'
            CertificatePath = $authority
            GroupName       = $groupName
        }
        (New-TrustedRootProfile @options).Status | Should -Be 'Created', 'Created'
        (New-TrustedRootProfile @options -IfExists Update).Status | Should -Be 'Unchanged', 'Unchanged'
        $assigned = Get-SmimeProfile -Name 'Root iOS' | Set-SmimeProfileAssignment -AllUsers -PassThru
        $assigned.Assignments.Target | Should -Be 'Group', 'AllUsers'
        (Get-SmimeProfile -Name 'Root*' | Remove-SmimeProfile -Confirm:$false -PassThru).Status | Should -Be 'Removed', 'Removed'
        Get-SmimeProfile | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        New-TrustedRootProfile -Name Root -Platform Windows -CertificatePath $authority -WhatIf | Should -BeNullOrEmpty
        Get-SmimeProfile | Should -BeNullOrEmpty
    }

    It 'takes certificates by pipeline' {
        $certificate | New-TrustedRootProfile -Name '{Certificate}' -Platform IOS | Select-Object -ExpandProperty Name |
            Should -Be 'Contoso Demo Root CA'
    }

    It 'pipes imported profiles into an e-mail profile' {
        $mail = & {
            New-PkcsImportedProfile -Name 'Decrypt {Platform}' -Platform IOS -IntendedPurpose SmimeEncryption
            New-PkcsImportedProfile -Name 'Sign {Platform}' -Platform IOS -IntendedPurpose SmimeSigning
        } | New-SmimeEmailProfile -Name 'Mail {Platform}' -Platform IOS -AccountName Contoso -GroupName $groupName
        $mail.Name | Should -Be 'Mail iOS'
        $mail.Kind | Should -Be 'Email'
        @(Get-SmimeProfile).Count | Should -Be 3
        Get-SmimeProfile -Name 'Mail iOS' | Remove-SmimeProfile -Confirm:$false
    }

    It 'says what a platform cannot do' {
        { New-SmimeEmailProfile -Name Mail -Platform Windows -AccountName Contoso -SigningCertificate Sign -ErrorAction Stop } |
            Should -Throw -ErrorId 'ProfilePlatformNotSupported*'
    }

    It 'configures Outlook' {
        $options = @{ Name = 'Outlook {Platform}'; Platform = 'IOS', 'AndroidWorkProfile' }
        $made = New-OutlookSmimeConfiguration @options -CertificatesFromIntune `
            -WarningVariable warnings -WarningAction SilentlyContinue
        $made.Status | Should -Be 'Created', 'Created'
        "$warnings" | Should -Match 'Deploy S/MIME certificates from Intune'
        $again = New-OutlookSmimeConfiguration @options -CertificatesFromIntune -IfExists Update -WarningAction SilentlyContinue
        $again.Status | Should -Be 'Unchanged', 'Unchanged'
    }

    It 'keeps the other settings of Outlook' {
        $graph = @{
            Headers     = @{ Authorization = "Bearer $([System.Net.NetworkCredential]::new('', (Get-SandboxToken)).Password)" }
            ContentType = 'application/json'
        }
        $apps = "$(Get-SandboxUri)beta/deviceAppManagement"
        $outlook = (Invoke-RestMethod @graph -Uri "$apps/mobileApps").value | Where-Object bundleId | Select-Object -First 1
        $setting = @{
            appConfigKey      = 'IntuneMAMUPN'
            appConfigKeyType  = 'stringType'
            appConfigKeyValue = '{{userprincipalname}}'
        }
        $body = @{
            '@odata.type'      = '#microsoft.graph.iosMobileAppConfiguration'
            displayName        = 'Theirs'
            targetedMobileApps = @($outlook.id)
            settings           = @($setting)
        } | ConvertTo-Json -Depth 5
        $id = (Invoke-RestMethod @graph -Method Post -Uri "$apps/mobileAppConfigurations" -Body $body).id
        $changed = New-OutlookSmimeConfiguration -Name Theirs -Platform IOS -IfExists Update -WarningAction SilentlyContinue
        $changed.Status | Should -Be 'Updated'
        $changed.Id | Should -Be $id
        (Invoke-RestMethod @graph -Uri "$apps/mobileAppConfigurations/$id").settings.appConfigKey |
            Should -Be 'IntuneMAMUPN', 'com.microsoft.outlook.Mail.SMIMEEnabled'
    }

    It 'shows and removes a managed-app configuration' {
        $made = New-OutlookSmimeConfiguration -Name App -Platform IOS -ForManagedApps -WarningAction SilentlyContinue
        $made.Id | Should -Match '^A_'
        (Get-SmimeProfile -Name App).Id | Should -Be $made.Id
        $again = New-OutlookSmimeConfiguration -Name App -Platform IOS -ForManagedApps -IfExists Update `
            -WarningAction SilentlyContinue
        $again.Status | Should -Be 'Unchanged'
    }

    It 'rolls out everything once' {
        $sample = Get-RepositoryPath 'docs/samples/rollout.ps1'
        $rollout = @{
            GroupName                   = $groupName
            RootCertificatePath         = $authority
            IntermediateCertificatePath = $authority
            CertificationAuthority      = 'ca1.contoso.com'
            CertificationAuthorityName  = 'Contoso Issuing CA 1'
            CertificateTemplateName     = 'ContosoSmimeSigning'
            AccountName                 = 'Contoso'
        }
        & $sample @rollout -WhatIf 3>$null | Should -BeNullOrEmpty
        $first = @(& $sample @rollout)
        $first.Count | Should -Be 19
        $first.Status | Sort-Object -Unique | Should -Be 'Created'
        @(& $sample @rollout).Status | Sort-Object -Unique | Should -Be 'Unchanged'
        Get-SmimeProfile -Name 'S/MIME mail*' | Remove-SmimeProfile -Confirm:$false
        Get-SmimeProfile -Name 'S/MIME signing*' | Remove-SmimeProfile -Confirm:$false
    }

    It 'warns of a tenant without connector' {
        Get-CertificateConnector -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'ConnectorMissing'
    }
}
