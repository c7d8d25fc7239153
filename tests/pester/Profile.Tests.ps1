BeforeDiscovery {
    $withDotNet = [bool] (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $version = (Import-PowerShellDataFile -Path (Join-Path $root 'SmimeCertTools.psd1')).ModuleVersion
    Import-Module -Name ([System.IO.Path]::Combine($root, 'artifacts', 'module', 'SmimeCertTools', $version, 'SmimeCertTools.psd1')) -Force
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

Describe 'Profiles in the sandbox' -Skip:(-not $withDotNet) {
    BeforeAll {
        # CI has it published; a checkout has it built.
        $sandbox = @('artifacts/sandbox', 'src/SmimeCertTools.Sandbox/bin/Release/net10.0', 'src/SmimeCertTools.Sandbox/bin/Debug/net10.0') |
            ForEach-Object { Join-Path (Join-Path $root $_) 'SmimeCertTools.Sandbox.dll' } |
            Where-Object { Test-Path -LiteralPath $_ } |
            Select-Object -First 1
        if (-not $sandbox) {
            throw 'The sandbox is not built. Run: dotnet build src/SmimeCertTools.Sandbox'
        }

        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()

        $output = Join-Path $TestDrive 'sandbox.txt'
        $process = Start-Process -FilePath dotnet -ArgumentList "`"$sandbox`"", '--port', "$port" -RedirectStandardOutput $output -PassThru
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            Start-Sleep -Milliseconds 200
            $text = if (Test-Path -LiteralPath $output) { Get-Content -LiteralPath $output -Raw } else { '' }
            if ($process.HasExited -or [datetime]::UtcNow -gt $deadline) {
                throw "The sandbox did not start: $text"
            }
        } until ($text -match "-Force '([^']+)'")

        $token = ConvertTo-SecureString -String $Matches[1] -AsPlainText -Force
        Connect-SmimeGraph -GraphUri "http://127.0.0.1:$port/" -AccessToken $token
        $group = @{ displayName = 'Mail users'; members = @('anna@contoso.com') } | ConvertTo-Json
        Invoke-RestMethod -Method Post -Body $group -ContentType 'application/json' -Uri "http://127.0.0.1:$port/sandbox/groups" | Out-Null

        $authority = Join-Path $TestDrive 'root.cer'
        $rsa = [System.Security.Cryptography.RSA]::Create()
        if ($rsa.KeySize -lt 2048) {
            $rsa.Dispose()
            $rsa = [System.Security.Cryptography.RSACng]::new(2048)
        }

        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=Contoso Root', $rsa, [System.Security.Cryptography.HashAlgorithmName]::SHA256,
            [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $request.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
        $now = [System.DateTimeOffset]::UtcNow
        $certificate = $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(300))
        [System.IO.File]::WriteAllBytes($authority, $certificate.RawData)
    }

    AfterAll {
        Disconnect-SmimeGraph
        if ($process -and -not $process.HasExited) {
            Stop-Process -Id $process.Id
        }
    }

    AfterEach {
        Get-SmimeProfile | Remove-SmimeProfile -Confirm:$false
    }

    It 'creates, finds unchanged, assigns and removes profiles' {
        $options = @{ Name = 'Root {Platform}'; Platform = 'Windows', 'IOS'; CertificatePath = $authority; GroupName = 'Mail users' }
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
            Should -Be 'Contoso Root'
    }

    It 'pipes imported profiles into an e-mail profile' {
        $mail = & {
            New-PkcsImportedProfile -Name 'Decrypt {Platform}' -Platform IOS -IntendedPurpose SmimeEncryption
            New-PkcsImportedProfile -Name 'Sign {Platform}' -Platform IOS -IntendedPurpose SmimeSigning
        } | New-SmimeEmailProfile -Name 'Mail {Platform}' -Platform IOS -AccountName Contoso -GroupName 'Mail users'
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
        $made = New-OutlookSmimeConfiguration @options -CertificatesFromIntune -WarningVariable warnings -WarningAction SilentlyContinue
        $made.Status | Should -Be 'Created', 'Created'
        "$warnings" | Should -Match 'Deploy S/MIME certificates from Intune'
        $again = New-OutlookSmimeConfiguration @options -CertificatesFromIntune -IfExists Update -WarningAction SilentlyContinue
        $again.Status | Should -Be 'Unchanged', 'Unchanged'
    }

    It 'keeps the other settings of Outlook' {
        $graph = @{
            Headers     = @{ Authorization = "Bearer $([System.Net.NetworkCredential]::new('', $token).Password)" }
            ContentType = 'application/json'
        }
        $apps = "http://127.0.0.1:$port/beta/deviceAppManagement"
        $outlook = (Invoke-RestMethod @graph -Uri "$apps/mobileApps").value | Where-Object bundleId | Select-Object -First 1
        $setting = @{ appConfigKey = 'IntuneMAMUPN'; appConfigKeyType = 'stringType'; appConfigKeyValue = '{{userprincipalname}}' }
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
        $again = New-OutlookSmimeConfiguration -Name App -Platform IOS -ForManagedApps -IfExists Update -WarningAction SilentlyContinue
        $again.Status | Should -Be 'Unchanged'
    }

    It 'rolls out everything once' {
        $sample = [System.IO.Path]::Combine($root, 'docs', 'samples', 'rollout.ps1')
        $rollout = @{
            GroupName                   = 'Mail users'
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
