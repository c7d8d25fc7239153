BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force

    $text = [guid]::NewGuid().ToString('N')
    $password = ConvertTo-SecureString -String $text -AsPlainText -Force
    $wrong = ConvertTo-SecureString -String "not $text" -AsPlainText -Force
}

Describe 'A connector key in files' {
    BeforeAll {
        $private = Join-Path $TestDrive 'connector.pem'
        $public = Join-Path $TestDrive 'connector.pub.pem'
        $key = New-SmimeConnectorKey -Path $private -Password $password -KeySize 2048
    }

    It 'consists of an encrypted private half and a public half' {
        $key.KeySize | Should -Be 2048
        $key.PublicKeyPath | Should -Be $public
        Get-Content -LiteralPath $private -TotalCount 1 | Should -Be '-----BEGIN ENCRYPTED PRIVATE KEY-----'
        Get-Content -LiteralPath $public -TotalCount 1 | Should -Be '-----BEGIN PUBLIC KEY-----'
    }

    It 'is one key in both files' {
        $prints = Get-SmimeConnectorKey -Path $private, $public -Password $password | ForEach-Object -MemberName Fingerprint
        $prints | Should -Be @($key.Fingerprint, $key.Fingerprint)
    }

    It 'passes its tests' {
        $key | Test-SmimeConnectorKey -Password $password -Quiet | Should -BeTrue
    }

    It 'does not open with another password' {
        Get-ErrorId -Script { Get-SmimeConnectorKey -Path $private -Password $wrong -ErrorAction Stop } |
            Should -Be 'PrivateKeyPasswordIncorrect'
    }

    It 'needs no test as a public key, and no password to be told so' {
        $problem = $null
        Test-SmimeConnectorKey -Path $public -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Match '^PrivateKeyNotRecognized,'
        "$($problem[0])" | Should -Match 'connector\.pub\.pem. holds a public key, which needs no test'
        Test-SmimeConnectorKey -Path $public -Quiet -ErrorAction SilentlyContinue | Should -BeFalse
    }

    It 'is not tested without its password' {
        Get-ErrorId -Script { Test-SmimeConnectorKey -Path $private -ErrorAction Stop } | Should -Be 'PasswordMissing'
    }

    It 'is not overwritten' {
        $before = (Get-FileHash -LiteralPath $private).Hash
        Get-ErrorId -Script { New-SmimeConnectorKey -Path $private -Password $password -ErrorAction Stop } |
            Should -Be 'FileExists'
        (Get-FileHash -LiteralPath $private).Hash | Should -Be $before
    }

    It 'says once what replaces it' {
        New-SmimeConnectorKey -Path $private -Password $password -ErrorVariable failure -ErrorAction SilentlyContinue
        $shown = ($failure[0] | Out-String) -replace '\s*\|?\s*[\r\n]+\s*\|?\s*', ' '
        [regex]::Matches($shown, '-Force replaces it\.').Count | Should -Be 1
    }

    It 'is written for its owner alone' {
        if (Test-OnWindows) {
            if (-not (Test-AccessList -Folder $TestDrive)) {
                Set-ItResult -Skipped -Because 'this file system keeps no access lists'
                return
            }

            $acl = Get-Acl -LiteralPath $private
            $acl.AreAccessRulesProtected | Should -BeTrue
            $me = [System.Security.Principal.WindowsIdentity]::GetCurrent().User
            $rules = @($acl.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier]))
            $rules.Count | Should -Be 1
            $rules[0].IdentityReference.Value | Should -Be $me.Value
        }
        else {
            (Get-Item -LiteralPath $private).UnixMode | Should -Be '-rw-------'
        }
    }

    It 'gives out its public half in both forms' {
        foreach ($format in 'Pem', 'CngBlob') {
            $file = Join-Path $TestDrive "public.$format"
            (Export-SmimeConnectorKey -Path $private -Password $password -Format $format -Destination $file).Fingerprint |
                Should -Be $key.Fingerprint
            (Get-SmimeConnectorKey -Path $file).Fingerprint | Should -Be $key.Fingerprint
        }
    }

    It 'changes nothing with -WhatIf' {
        $file = Join-Path $TestDrive 'whatif.pem'
        New-SmimeConnectorKey -Path $file -Password $password -WhatIf | Should -BeNullOrEmpty
        Export-SmimeConnectorKey -Path $public -Destination $file -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath $file | Should -BeFalse
    }
}

Describe 'Without key storage providers' -Tag Unix -Skip:(Test-OnWindows) {
    It 'says so' {
        Get-ErrorId -Script { New-SmimeConnectorKey -ErrorAction Stop } | Should -Be 'KeyStorageUnavailable'
    }
}

Describe 'A connector key in the key storage provider' -Tag Administrator -Skip:(-not (Test-Administrator)) {
    BeforeAll {
        $provider = 'Microsoft Software Key Storage Provider'
        $service = 'NT AUTHORITY\LOCAL SERVICE'
        $first = "SmimeCertTools-Pester-$([guid]::NewGuid())"
        $second = "$first-2"

        # Windows' own view of a key, apart from the module's.
        function Open-TestKey {
            param([string] $Name)

            [System.Security.Cryptography.CngKey]::Open(
                $Name, [System.Security.Cryptography.CngProvider]::new($provider),
                [System.Security.Cryptography.CngKeyOpenOptions]::MachineKey)
        }

        $made = New-SmimeConnectorKey -KeyName $first -KeySize 2048 -Exportable -ServiceAccount $service
        $file = Join-Path $TestDrive 'exported.pem'
        $exported = Export-SmimeConnectorKey -KeyName $first -Private -Password $password -Destination $file
        $imported = Import-SmimeConnectorKey -Path $file -Password $password -KeyName $second -ServiceAccount $service
    }

    AfterAll {
        foreach ($name in $first, $second) {
            $software = [System.Security.Cryptography.CngProvider]::new($provider)
            $machine = [System.Security.Cryptography.CngKeyOpenOptions]::MachineKey
            if ([System.Security.Cryptography.CngKey]::Exists($name, $software, $machine)) {
                # It disposes of the key as well.
                (Open-TestKey -Name $name).Delete()
            }
        }
    }

    It 'is a machine key of the size asked for' {
        $key = Open-TestKey -Name $first
        $key.IsMachineKey | Should -BeTrue
        $key.KeySize | Should -Be 2048
        $key.Dispose()
        $made.KeySize | Should -Be 2048
        $made.IsExportable | Should -BeTrue
    }

    It 'is found by name and by wildcard' {
        (Get-SmimeConnectorKey -KeyName $first).Fingerprint | Should -Be $made.Fingerprint
        $names = @(Get-SmimeConnectorKey -KeyName "$first*" | ForEach-Object -MemberName KeyName)
        $names | Should -Contain $first
        $names | Should -Contain $second
    }

    It 'is an error by a name that is not there' {
        Get-ErrorId -Script { Get-SmimeConnectorKey -KeyName "$first-none" -ErrorAction Stop } | Should -Be 'KeyNotFound'
    }

    It 'is the same key after export and import, and not exportable again' {
        $exported.Fingerprint | Should -Be $made.Fingerprint
        $imported.Fingerprint | Should -Be $made.Fingerprint
        $imported.IsExportable | Should -BeFalse
        $again = @{ KeyName = $second; Private = $true; Password = $password; Destination = "$file.2"; ErrorAction = 'Stop' }
        Get-ErrorId -Script { Export-SmimeConnectorKey @again } | Should -Be 'KeyNotExportable'
    }

    It 'may be used by SYSTEM, Administrators and the service account' {
        foreach ($sid in 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-19') {
            $entry = @($imported.Access | Where-Object { $_.Sid -eq $sid -and $_.CanUse -and -not $_.IsDenied })
            $entry.Count | Should -BeGreaterThan 0 -Because $sid
        }
    }

    It 'passes its tests' {
        $results = @(Test-SmimeConnectorKey -KeyName $second -ServiceAccount $service)
        @($results | Where-Object { -not $_.Passed }) | Should -BeNullOrEmpty
        @($results | ForEach-Object -MemberName Check) | Should -Contain 'ServiceAccount'
    }

    It 'decrypts what Windows encrypts for the exported public half' {
        $publicFile = Join-Path $TestDrive 'public.blob'
        Export-SmimeConnectorKey -KeyName $first -Format CngBlob -Destination $publicFile | Out-Null
        $publicKey = [System.Security.Cryptography.CngKey]::Import(
            [System.IO.File]::ReadAllBytes($publicFile), [System.Security.Cryptography.CngKeyBlobFormat]::new('RSAPUBLICBLOB'))
        $sender = [System.Security.Cryptography.RSACng]::new($publicKey)
        $encrypted = $sender.Encrypt(
            [System.Text.Encoding]::ASCII.GetBytes($text), [System.Security.Cryptography.RSAEncryptionPadding]::OaepSHA512)
        $privateKey = Open-TestKey -Name $second
        $receiver = [System.Security.Cryptography.RSACng]::new($privateKey)
        $decrypted = $receiver.Decrypt($encrypted, [System.Security.Cryptography.RSAEncryptionPadding]::OaepSHA512)
        [System.Text.Encoding]::ASCII.GetString($decrypted) | Should -Be $text
        foreach ($item in $sender, $receiver, $publicKey, $privateKey) {
            $item.Dispose()
        }
    }

    It 'is not replaced without -Force' {
        Get-ErrorId -Script { New-SmimeConnectorKey -KeyName $first -ErrorAction Stop } | Should -Be 'KeyExists'
        (Get-SmimeConnectorKey -KeyName $first).Fingerprint | Should -Be $made.Fingerprint
    }

    It 'stays with -WhatIf and is replaced with -Force' {
        New-SmimeConnectorKey -KeyName $second -KeySize 2048 -Force -WhatIf | Should -BeNullOrEmpty
        (Get-SmimeConnectorKey -KeyName $second).Fingerprint | Should -Be $made.Fingerprint
        $replaced = New-SmimeConnectorKey -KeyName $second -KeySize 2048 -Force -Confirm:$false -WarningAction SilentlyContinue
        $replaced.Fingerprint | Should -Not -Be $made.Fingerprint
        (Get-SmimeConnectorKey -KeyName $second).Fingerprint | Should -Be $replaced.Fingerprint
        Test-SmimeConnectorKey -KeyName $second -Quiet | Should -BeTrue
    }

    It 'names the accounts that a replacement drops before it drops them' {
        $third = "$first-3"
        try {
            $null = New-SmimeConnectorKey -KeyName $third -KeySize 2048 -ServiceAccount $service -WarningAction SilentlyContinue
            $name = @((Get-SmimeConnectorKey -KeyName $third).Access | Where-Object { $_.Sid -eq 'S-1-5-19' })[0].Account
            $null = New-SmimeConnectorKey -KeyName $third -KeySize 2048 -Force -WhatIf `
                -WarningVariable warned -WarningAction SilentlyContinue
            "$warned" | Should -BeLike "*'$name'*"
            $null = New-SmimeConnectorKey -KeyName $third -KeySize 2048 -Force -Confirm:$false -ServiceAccount $service `
                -WarningVariable quiet -WarningAction SilentlyContinue
            "$quiet" | Should -Not -BeLike '*may be used by*'
        }
        finally {
            (Open-TestKey -Name $third).Delete()
        }
    }

    It 'refuses accounts and names that cannot be: <Id>' -ForEach @(
        @{ Id = 'ServiceAccountNotFound'; Arguments = @{ ServiceAccount = 'x' * 600 } }
        @{ Id = 'ServiceAccountNotFound'; Arguments = @{ ServiceAccount = 'no-such-domain\no-such-account' } }
        @{ Id = 'KeyNotFound'; Arguments = @{ ProviderName = 'No such provider' } }
        @{ Id = 'ParameterArgumentValidationError'; Arguments = @{ ServiceAccount = ' ' } }
        @{ Id = 'ParameterArgumentValidationError'; Arguments = @{ KeyName = ' ' } }
        @{ Id = 'ParameterArgumentValidationError'; Arguments = @{ KeyName = "a`0b" } }
    ) {
        $given = $Arguments.Clone()
        $given.KeyName = if ($Arguments.ContainsKey('KeyName')) { $Arguments.KeyName } else { "$first-none" }
        Get-ErrorId -Script { New-SmimeConnectorKey @given -KeySize 2048 -ErrorAction Stop } | Should -Be $Id
    }

    It 'is found by its whole name when that has brackets' {
        $bracketed = "$first[1]"
        try {
            $null = New-SmimeConnectorKey -KeyName $bracketed -KeySize 2048 -WarningAction SilentlyContinue
            @(Get-SmimeConnectorKey -KeyName $bracketed | ForEach-Object -MemberName KeyName) | Should -Be @($bracketed)
        }
        finally {
            (Open-TestKey -Name $bracketed).Delete()
        }
    }

    It 'of another algorithm is named, left alone, and replaced with -Force' {
        $other = "$first-ec"
        $parameters = [System.Security.Cryptography.CngKeyCreationParameters]::new()
        $parameters.Provider = [System.Security.Cryptography.CngProvider]::new($provider)
        $parameters.KeyCreationOptions = [System.Security.Cryptography.CngKeyCreationOptions]::MachineKey
        try {
            [System.Security.Cryptography.CngKey]::Create(
                [System.Security.Cryptography.CngAlgorithm]::ECDsaP256, $other, $parameters).Dispose()
        }
        catch [System.Security.Cryptography.CryptographicException] {
            Set-ItResult -Skipped -Because 'this provider makes no EC keys'
            return
        }

        try {
            Get-ErrorId -Script { Test-SmimeConnectorKey -KeyName $other -ErrorAction Stop } | Should -Be 'PublicKeyNotRsa'
            Get-ErrorId -Script { New-SmimeConnectorKey -KeyName $other -KeySize 2048 -ErrorAction Stop } | Should -Be 'KeyExists'
            (New-SmimeConnectorKey -KeyName $other -KeySize 2048 -Force -Confirm:$false -WarningAction SilentlyContinue).KeySize |
                Should -Be 2048
        }
        finally {
            (Open-TestKey -Name $other).Delete()
        }
    }

    It 'is what a record is tested with, and not merely looked at' -Tag Samples -Skip:(-not (Test-SampleFile)) {
        $pfx = (Get-SampleFile).Issued
        $user = (Get-SampleFile).UserPrincipalName
        $record = New-SmimeUserPfx -Path $pfx.Path -UserPrincipalName $user -Password $pfx.Password -KeyName $first `
            -IntendedPurpose SmimeEncryption
        $publicFile = Join-Path $TestDrive 'first.pem'
        $null = Export-SmimeConnectorKey -KeyName $first -Destination $publicFile
        $strange = New-SmimeConnectorKey -Path (Join-Path $TestDrive 'strange.pem') -Password $password -KeySize 2048

        $record | Test-SmimeConnectorKey -Quiet | Should -BeTrue
        $record | Test-SmimeConnectorKey -KeyName $first -PublicKeyPath $publicFile -Quiet | Should -BeTrue
        $record | Test-SmimeConnectorKey -ProviderName $provider -Quiet | Should -BeTrue
        $record | Test-SmimeConnectorKey -PublicKeyPath $strange.PublicKeyPath -Quiet | Should -BeFalse
        $record | Test-SmimeConnectorKey -KeyName $second -Quiet | Should -BeFalse
        @($record | Test-SmimeConnectorKey -KeyName $second | ForEach-Object -MemberName Check) | Should -Contain 'Record'
        $record | Test-SmimeConnectorKey -Path $strange.Path -Password $password -PublicKeyPath $strange.PublicKeyPath -Quiet |
            Should -BeFalse
    }

    It 'offers its name for completion' {
        $line = "Get-SmimeConnectorKey -KeyName $($first.Substring(0, 30))"
        $offered = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
        @($offered | ForEach-Object -MemberName CompletionText) | Should -Contain $first
    }
}
