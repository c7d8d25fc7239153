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
        $transcript = Join-Path $TestDrive 'whatif.txt'
        $null = Start-Transcript -LiteralPath $transcript
        & $sample @rollout -WhatIf 3>$null
        $null = Stop-Transcript
        $shown = (Get-Content -LiteralPath $transcript -Raw) -replace '\s+', ' '
        $shown | Should -Match "RootCertificate: 'S/MIME root Android work profile', which does not exist yet"
        $shown | Should -Match "SigningCertificate: 'S/MIME signing iOS', which does not exist yet"
        $shown | Should -Match "EncryptionCertificate: 'S/MIME encryption iOS', which does not exist yet"
        $first = @(& $sample @rollout)
        $first.Count | Should -Be 19
        $first.Status | Sort-Object -Unique | Should -Be 'Created'
        @(& $sample @rollout).Status | Sort-Object -Unique | Should -Be 'Unchanged'

        $mail = Get-SmimeProfile -Name 'S/MIME mail iOS'
        $mail.Bindings.Role | Should -Be 'SigningCertificate', 'EncryptionCertificate'
        $mail.Bindings.ProfileName | Should -Be 'S/MIME signing iOS', 'S/MIME encryption iOS'
        $mail | Format-List | Out-String -Width 200 | Should -Match "Bindings +: SigningCertificate 'S/MIME signing iOS'"
        (Get-SmimeProfile -Name 'S/MIME signing Android*').Bindings.ProfileName | Should -Be 'S/MIME root Android work profile'
        (Get-SmimeProfile -Name 'S/MIME root iOS').Bindings | Should -BeNullOrEmpty

        # What refers to others goes before them, in whatever order they come.
        $removed = Get-SmimeProfile | Sort-Object -Property Kind |
            Remove-SmimeProfile -Confirm:$false -PassThru -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $removed.Count | Should -Be 19
        $names = [System.Collections.Generic.List[string]] $removed.Name
        $names.IndexOf('S/MIME mail iOS') | Should -BeLessThan $names.IndexOf('S/MIME signing iOS')
        $names.IndexOf('S/MIME signing Android work profile') |
            Should -BeLessThan $names.IndexOf('S/MIME root Android work profile')
        Get-SmimeProfile | Should -BeNullOrEmpty
    }

    It 'leaves a profile alone while one that is not named refers to it, also with -WhatIf' {
        $encrypt = New-PkcsImportedProfile -Name Encrypt -Platform IOS -IntendedPurpose SmimeEncryption
        $mail = New-SmimeEmailProfile -Name Mail -Platform IOS -AccountName Contoso -EncryptionCertificate Encrypt
        foreach ($whatIf in $true, $false) {
            Remove-SmimeProfile -Name Encrypt -WhatIf:$whatIf -Confirm:$false `
                -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems[0].FullyQualifiedErrorId | Should -Match '^ProfileReferenced,'
        }

        Remove-SmimeProfile -Id $encrypt.Id, $mail.Id -WhatIf -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        @(Get-SmimeProfile).Count | Should -Be 2
    }

    It 'takes profiles by name, pattern, id, object and property' {
        $all = New-TrustedRootProfile -Name 'Root {Platform}' -Platform Windows, IOS, MacOS -CertificatePath $authority
        foreach ($given in @(
                { Set-SmimeProfileAssignment 'Root*' -AllUsers -PassThru }
                { Set-SmimeProfileAssignment -Name 'Root iOS', 'root windows', 'Root macOS' -AllUsers -PassThru }
                { Set-SmimeProfileAssignment -InputObject $all -AllUsers -PassThru }
                { $all.Name | Set-SmimeProfileAssignment -AllUsers -PassThru }
                { $all | Set-SmimeProfileAssignment -AllUsers -PassThru }
                { $all | Select-Object -Property Id | Set-SmimeProfileAssignment -AllUsers -PassThru }
                { Set-SmimeProfileAssignment -Id $all.Id -AllUsers -PassThru })) {
            @(& $given).Count | Should -Be 3 -Because "$given"
        }

        Get-ErrorId { Remove-SmimeProfile -Name 'Rot iOS' -Confirm:$false -ErrorAction Stop } | Should -Be 'ProfileNotFound'
        Get-ErrorId { Remove-SmimeProfile -Confirm:$false } | Should -Be 'ValueUnusable'
        Get-ErrorId { Set-SmimeProfileAssignment -AllUsers } | Should -Be 'ValueUnusable'
        (Remove-SmimeProfile $all[0].Id -Confirm:$false -PassThru).Id | Should -Be $all[0].Id
        (Remove-SmimeProfile 'Root *' -Confirm:$false -PassThru).Count | Should -Be 2
    }

    It 'warns of a tenant without connector' {
        Get-CertificateConnector -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'ConnectorMissing'
    }
}
