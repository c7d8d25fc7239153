BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    $provider = 'Microsoft Software Key Storage Provider'
    if (Test-SampleFile) {
        $files = Get-SampleFile
        $sample = $files.SelfSigned
        $pfx = $sample.Path
        $password = $sample.Text
        $thumbprint = $sample.Thumbprint
        $csv = Join-Path $TestDrive 'users.csv'
        [pscustomobject]@{
            UserPrincipalName = 'anna@contoso.com'
            Path              = $pfx
            Password          = $password
            IntendedPurpose   = 'smimeEncryption'
        } |
            Export-Csv -Path $csv -NoTypeInformation -Encoding UTF8
    }
}

Describe 'Importing into the sandbox' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        $common = @{ PublicKeyPath = $files.ConnectorPublicKey; ProviderName = $provider; KeyName = 'PFXEncryptionKey' }
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    AfterEach {
        Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' |
            Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
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
        $delivered = Invoke-RestMethod -Uri "$(Get-SandboxUri)sandbox/devices/anna@contoso.com/certificates"
        ($delivered | ConvertTo-Json -Depth 8) | Should -Match $thumbprint
    }

    It 'takes a list, keeps the results and goes on from them' {
        $results = Join-Path $TestDrive 'results.csv'
        $first = @(Import-SmimeUserPfx -ManifestPath $csv @common -ResultPath $results -SummaryVariable summary 6>$null)
        $first.Count | Should -Be 1
        $first[0].Status | Should -Be 'Imported'
        $first[0].Line | Should -Be 2
        $summary.IsComplete | Should -BeTrue
        (Import-SmimeUserPfx -ManifestPath $csv @common -ResultPath $results).Status | Should -Be 'AlreadyPresent'
        @(Import-Csv -Path $results).Status | Should -Be @('Imported', 'AlreadyPresent')
    }

    It 'goes on after a wrong password, a missing file and an unknown user, names each by line, and pipes on what is there' {
        $list = Join-Path $TestDrive 'mixed.csv'
        $copy = Join-Path $TestDrive 'copy.pfx'
        Copy-Item -LiteralPath $pfx -Destination $copy
        @(
            'UserPrincipalName,Path,Password,IntendedPurpose'
            "anna@contoso.com,$copy,no $password,SmimeEncryption"
            "anna@contoso.com,$(Join-Path $TestDrive 'missing.pfx'),x,SmimeEncryption"
            "nobody@contoso.com,$pfx,$password,SmimeEncryption"
            "anna@contoso.com,$pfx,$password,SmimeEncryption"
        ) | Set-Content -Path $list -Encoding UTF8
        $results = Import-SmimeUserPfx -ManifestPath $list @common -ErrorVariable failures -ErrorAction SilentlyContinue

        ($results | Where-Object -Property Status -EQ 'Imported').Line | Should -Be 5
        $ids = @($failures | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] })
        $ids | Should -Be 'PfxPasswordIncorrect', 'PathNotFound', 'UserNotFound'
        "$($failures[0])" | Should -Match '^Line 2 of the manifest: '
        "$($failures[1])" | Should -Match '^Line 3 of the manifest: .*missing\.pfx'
        "$($failures[2])" | Should -Match '^Line 4 of the manifest: .*nobody@contoso\.com'
        ($results | Out-String) | Should -Not -Match ([regex]::Escape($password))

        (Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' | Get-UserCertHistory).Thumbprint | Should -Be $thumbprint
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
            ArchivePath        = $csv
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

Describe 'A key in the key storage provider' -Tag Administrator, Samples `
    -Skip:(-not ((Test-Administrator) -and (Test-SampleFile))) {
    BeforeAll {
        $keyName = "SmimeCertTools-Pester-$([guid]::NewGuid())"
        $parameters = [System.Security.Cryptography.CngKeyCreationParameters]::new()
        $parameters.Provider = [System.Security.Cryptography.CngProvider]::new($provider)
        $parameters.KeyCreationOptions = [System.Security.Cryptography.CngKeyCreationOptions]::MachineKey
        $parameters.Parameters.Add([System.Security.Cryptography.CngProperty]::new(
            'Length', [System.BitConverter]::GetBytes(2048), [System.Security.Cryptography.CngPropertyOptions]::None))
        $key = [System.Security.Cryptography.CngKey]::Create(
            [System.Security.Cryptography.CngAlgorithm]::Rsa, $keyName, $parameters)
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
