BeforeDiscovery {
    # $IsWindows is unknown to Windows PowerShell.
    $onWindows = $PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows
    $withDotNet = [bool] (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $version = (Import-PowerShellDataFile -Path (Join-Path $root 'SmimeCertTools.psd1')).ModuleVersion
    Import-Module -Name ([System.IO.Path]::Combine($root, 'artifacts', 'module', 'SmimeCertTools', $version, 'SmimeCertTools.psd1')) -Force

    # A self-signed S/MIME certificate as a PFX file, made the same way in both editions.
    function New-TestPfx {
        param([string] $Path, [string] $Address, [string] $Password)

        $rsa = [System.Security.Cryptography.RSA]::Create()
        if ($rsa.KeySize -lt 2048) {
            $rsa.Dispose()
            $rsa = [System.Security.Cryptography.RSACng]::new(2048)
        }

        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            "CN=$Address", $rsa, [System.Security.Cryptography.HashAlgorithmName]::SHA256,
            [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $usage = [System.Security.Cryptography.X509Certificates.X509KeyUsageFlags]::KeyEncipherment
        $request.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new($usage, $true))
        $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddEmailAddress($Address)
        $request.CertificateExtensions.Add($names.Build())
        $now = [System.DateTimeOffset]::UtcNow
        $certificate = $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(300))
        [System.IO.File]::WriteAllBytes($Path, $certificate.Export('Pfx', $Password))
        $certificate.Thumbprint
        $certificate.Dispose()
        $rsa.Dispose()
    }

    $password = [guid]::NewGuid().ToString('N')
    $pfx = Join-Path $TestDrive 'anna.pfx'
    $thumbprint = New-TestPfx -Path $pfx -Address 'anna@contoso.com' -Password $password
    $csv = Join-Path $TestDrive 'users.csv'
    [pscustomobject]@{ UserPrincipalName = 'anna@contoso.com'; Path = $pfx; Password = $password; IntendedPurpose = 'smimeEncryption' } |
        Export-Csv -Path $csv -NoTypeInformation -Encoding UTF8
    $provider = 'Microsoft Software Key Storage Provider'
}

Describe 'Importing into the sandbox' -Skip:(-not $withDotNet) {
    BeforeAll {
        # CI has it published; a checkout has it built.
        $sandbox = @('artifacts/sandbox', 'src/SmimeCertTools.Sandbox/bin/Release/net10.0', 'src/SmimeCertTools.Sandbox/bin/Debug/net10.0') |
            ForEach-Object { Join-Path (Join-Path $root $_) 'SmimeCertTools.Sandbox.dll' } |
            Where-Object { Test-Path -LiteralPath $_ } |
            Select-Object -First 1
        if (-not $sandbox) {
            throw 'The sandbox is not built. Run: dotnet build src/SmimeCertTools.Sandbox'
        }

        $keys = Join-Path $TestDrive 'keys'
        & dotnet $sandbox --new-key $keys | Out-Null
        if ($LASTEXITCODE -ne 0) {
            throw "The sandbox made no key: exit code $LASTEXITCODE."
        }

        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()

        $output = Join-Path $TestDrive 'sandbox.txt'
        $arguments = "`"$sandbox`"", '--port', "$port", '--connector-key', "`"$(Join-Path $keys 'connector-private.pem')`""
        $process = Start-Process -FilePath dotnet -ArgumentList $arguments -RedirectStandardOutput $output -PassThru
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
        $common = @{ PublicKeyPath = Join-Path $keys 'connector-public.pem'; ProviderName = $provider; KeyName = 'PFXEncryptionKey' }
    }

    AfterAll {
        Disconnect-SmimeGraph
        if ($process -and -not $process.HasExited) {
            Stop-Process -Id $process.Id
        }
    }

    AfterEach {
        Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
    }

    It 'takes the rows of a CSV file' {
        $result = Import-Csv -Path $csv | Import-SmimeUserPfx @common
        $result.Status | Should -Be 'Imported'
        $result.Thumbprint | Should -Be $thumbprint
        (Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com').Thumbprint | Should -Be $thumbprint
    }

    It 'reports a record that is there already' {
        Import-Csv -Path $csv | Import-SmimeUserPfx @common | Out-Null
        (Import-Csv -Path $csv | Import-SmimeUserPfx @common).Status | Should -Be 'AlreadyPresent'
    }

    It 'takes a record back from JSON' {
        $file = Join-Path $TestDrive 'record.json'
        Import-Csv -Path $csv | New-SmimeUserPfx @common | ConvertTo-Json | Set-Content -Path $file -Encoding UTF8
        $result = Get-Content -Path $file -Raw -Encoding UTF8 | ConvertFrom-Json | Import-SmimeUserPfx
        $result.Status | Should -Be 'Imported'
        $result.Thumbprint | Should -Be $thumbprint
    }

    It 'delivers what the connector can open' {
        Import-Csv -Path $csv | Import-SmimeUserPfx @common | Out-Null
        $delivered = Invoke-RestMethod -Uri "http://127.0.0.1:$port/sandbox/devices/anna@contoso.com/certificates"
        ($delivered | ConvertTo-Json -Depth 8) | Should -Match $thumbprint
    }

    It 'takes a list, keeps the results and goes on from them' {
        $results = Join-Path $TestDrive 'results.csv'
        $first = @(Import-SmimeUserPfx -ManifestPath $csv @common -ResultPath $results -PassThru)
        $first[0].Status | Should -Be 'Imported'
        $first[0].Line | Should -Be 2
        $first[-1].IsComplete | Should -BeTrue
        (Import-SmimeUserPfx -ManifestPath $csv @common -ResultPath $results).Status | Should -Be 'AlreadyPresent'
        @(Import-Csv -Path $results).Status | Should -Be @('Imported', 'AlreadyPresent')
    }

    It 'asks a script block for the password' {
        $list = Join-Path $TestDrive 'list.csv'
        Set-Content -Path $list -Value 'UPN;Path', "anna@contoso.com;$pfx"
        (Import-SmimeUserPfx -ManifestPath $list @common -PasswordProvider { $password }).Status | Should -Be 'Imported'
    }

    It 'says what is outdated and replaces it with -Force' {
        Import-SmimeUserPfx -ManifestPath $csv @common | Out-Null
        $other = $common.Clone()
        $other.KeyName = 'OtherKey'
        $outdated = Import-SmimeUserPfx -ManifestPath $csv @other -MaxRequestsPerSecond 50 -WarningAction SilentlyContinue
        $outdated.Status | Should -Be 'Outdated'
        (Import-SmimeUserPfx -ManifestPath $csv @other -Force).Status | Should -Be 'Updated'
        (Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com').KeyName | Should -Be 'OtherKey'
    }

    It 'removes in bulk, keeps the results and lists what the CA is to revoke' {
        Import-SmimeUserPfx -ManifestPath $csv @common | Out-Null
        $options = @{
            ResultPath         = Join-Path $TestDrive 'removed.csv'
            RevocationListPath = Join-Path $TestDrive 'revoke.cmd'
            Confirm            = $false
            WarningAction      = 'SilentlyContinue'
        }
        $record = Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com'
        ($record | Remove-SmimeUserPfx @options -PassThru)[0].Status | Should -Be 'Removed'
        ($record | Remove-SmimeUserPfx @options -PassThru)[0].Status | Should -Be 'AlreadyRemoved'
        Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' | Should -BeNullOrEmpty
        @(Import-Csv -Path $options.ResultPath).Count | Should -BeGreaterThan 0
        Test-Path -LiteralPath $options.RevocationListPath | Should -BeTrue
    }

    It 'shows the history' {
        Import-Csv -Path $csv | Import-SmimeUserPfx @common | Out-Null
        @(Get-UserCertHistory -UserPrincipalName 'anna@contoso.com').Thumbprint | Should -Contain $thumbprint
    }
}

Describe 'A key in the key storage provider' -Skip:(-not $onWindows) {
    BeforeAll {
        $keyName = "SmimeCertTools-Pester-$([guid]::NewGuid())"
        $parameters = [System.Security.Cryptography.CngKeyCreationParameters]::new()
        $parameters.Provider = [System.Security.Cryptography.CngProvider]::new($provider)
        $parameters.KeyCreationOptions = [System.Security.Cryptography.CngKeyCreationOptions]::MachineKey
        $parameters.Parameters.Add([System.Security.Cryptography.CngProperty]::new(
            'Length', [System.BitConverter]::GetBytes(2048), [System.Security.Cryptography.CngPropertyOptions]::None))
        $key = [System.Security.Cryptography.CngKey]::Create([System.Security.Cryptography.CngAlgorithm]::Rsa, $keyName, $parameters)
    }

    AfterAll {
        if ($key) {
            $key.Delete()
        }
    }

    It 'protects a password without a public key file' {
        $record = Import-Csv -Path $csv | New-SmimeUserPfx -ProviderName $provider -KeyName $keyName -PfxEncryption Unchanged
        $record.KeyName | Should -Be $keyName
        $rsa = [System.Security.Cryptography.RSACng]::new($key)
        $plain = $rsa.Decrypt(
            [System.Convert]::FromBase64String($record.EncryptedPfxPassword),
            [System.Security.Cryptography.RSAEncryptionPadding]::OaepSHA512)
        [System.Text.Encoding]::ASCII.GetString($plain) | Should -Be $password
        $rsa.Dispose()
    }

    It 'is asked for by name when it does not exist' {
        { Import-Csv -Path $csv | New-SmimeUserPfx -ProviderName $provider -KeyName "$keyName-none" -ErrorAction Stop } |
            Should -Throw "*$keyName-none*"
    }
}
