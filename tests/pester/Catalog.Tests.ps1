# Catalogues and lists for an import, as an administrator makes them from what a CA exported.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    if (Test-SampleFile) {
        $files = Get-SampleFile
        $export = Join-Path $TestDrive 'ca-export'
        $null = New-Item -Path (Join-Path $export '2025') -ItemType Directory -Force
        Copy-Item -LiteralPath $files.Issued.Path -Destination (Join-Path $export 'Demo, Anna (2025).pfx')
        Copy-Item -LiteralPath $files.SelfSigned.Path -Destination (Join-Path $export '2025')
        Copy-Item -LiteralPath $files.SelfSigned.Path -Destination (Join-Path $export 'z-copy.p12')
        Set-Content -LiteralPath (Join-Path $export 'page.pfx') -Value '<html></html>'
        $passwords = Join-Path $TestDrive 'passwords.csv'
        Set-Content -LiteralPath $passwords -Encoding UTF8 -Value @(
            'Owner,Password'
            'somebody else,not-this-one'
            "anna.demo,$($files.Issued.Text)"
            ",$($files.SelfSigned.Text)"
        )
        $list = Join-Path $TestDrive 'import.csv'
        $catalog = Join-Path $TestDrive 'catalog.csv'
    }
}

Describe 'New-SmimeImportList' -Tag Samples -Skip:(-not (Test-SampleFile)) {
    BeforeEach {
        Remove-Item -Path $list -ErrorAction Ignore
    }

    It 'finds password, user and purpose of each file and writes what an import takes' {
        $rows = New-SmimeImportList -ArchivePath $export -PasswordList $passwords -Destination $list -IncludePassword `
            -WarningVariable warnings -WarningAction SilentlyContinue
        $rows | Group-Object -Property Status -NoElement | Sort-Object -Property Name |
            ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'Duplicate 1', 'Matched 2', 'NotAPfx 1'
        ($rows | Where-Object Status -eq Matched).UserPrincipalName | Should -Be 'anna@contoso.com', 'anna@contoso.com'
        $warnings -join "`n" | Should -Match 'passwords in clear'
        $written = @(Import-Csv -LiteralPath $list)
        $written.UserPrincipalName | Should -Be 'anna@contoso.com', 'anna@contoso.com'
        $written.Password | Sort-Object | Should -Be (@($files.Issued.Text, $files.SelfSigned.Text) | Sort-Object)

        $imported = Import-SmimeUserPfx -ManifestPath $list -PublicKeyPath $files.ConnectorPublicKey -WhatIf -Quiet `
            -ErrorVariable failed -WarningAction SilentlyContinue -IntendedPurpose SmimeEncryption
        $failed | Should -BeNullOrEmpty
        $imported | Should -BeNullOrEmpty
    }

    It 'puts no password in the list, the views or the streams unless asked to' {
        $shown = New-SmimeImportList -ArchivePath $export -PasswordList $passwords -Destination $list -Verbose *>&1 |
            Tee-Object -Variable rows | Format-List -Property * | Out-String
        $all = $shown + ($rows | Out-String) + (Get-Content -LiteralPath $list -Raw)
        foreach ($text in $files.Issued.Text, $files.SelfSigned.Text) {
            $all | Should -Not -Match ([regex]::Escape($text))
        }
    }

    It 'puts each password into a file of its own, which the list names and an import reads' {
        $secrets = Join-Path $TestDrive 'secrets'
        $null = New-SmimeImportList $export $list -PasswordList $passwords -PasswordFolder $secrets -WhatIf `
            -WarningAction SilentlyContinue
        Test-Path -LiteralPath $secrets | Should -BeFalse
        $rows = New-SmimeImportList $export $list -PasswordList $passwords -PasswordFolder $secrets `
            -WarningAction SilentlyContinue
        $matched = @($rows | Where-Object Status -eq Matched)
        @($matched.Password) -ne $null | Should -BeNullOrEmpty
        (Get-ChildItem -LiteralPath $secrets).FullName | Sort-Object | Should -Be ($matched.PasswordFile | Sort-Object)
        if (-not $IsWindows -and $PSVersionTable.PSEdition -eq 'Core') {
            (Get-ChildItem -LiteralPath $secrets).UnixMode | Select-Object -Unique | Should -Be '-rw-------'
        }

        (Import-Csv -LiteralPath $list).PasswordFile | Sort-Object | Should -Be ($matched.PasswordFile | Sort-Object)
        Import-SmimeUserPfx -ManifestPath $list -PublicKeyPath $files.ConnectorPublicKey -WhatIf -Quiet `
            -ErrorVariable failed -WarningAction SilentlyContinue
        $failed | Should -BeNullOrEmpty
        $matched | Import-SmimeUserPfx -PublicKeyPath $files.ConnectorPublicKey -WhatIf -Quiet -ErrorVariable failed `
            -WarningAction SilentlyContinue
        $failed | Should -BeNullOrEmpty
        Remove-Item -LiteralPath $list
        { New-SmimeImportList $export $list -PasswordList $passwords -PasswordFolder $secrets } |
            Should -Throw -ErrorId 'FileExists*'
    }

    It 'asks for no password in two places' {
        { New-SmimeImportList $export $list -IncludePassword -PasswordFolder $TestDrive } |
            Should -Throw -ErrorId 'InputAmbiguous*'
    }

    It 'hands its objects to an import by their properties' {
        $rows = New-SmimeImportList $export $list -PasswordList $passwords -WhatIf -WarningAction SilentlyContinue
        Test-Path -LiteralPath $list | Should -BeFalse
        $rows | Where-Object Status -eq Matched |
            Import-SmimeUserPfx -PublicKeyPath $files.ConnectorPublicKey -WhatIf -Quiet -ErrorVariable failed `
                -WarningAction SilentlyContinue
        $failed | Should -BeNullOrEmpty
    }

    It 'offers purposes, and files where a path is asked for' {
        $line = 'New-SmimeImportList -DualUsePurpose SmimeS'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText |
            Should -Be 'SmimeSigning'
    }

    It 'is refused without a list to write, before any file is opened' {
        { New-SmimeImportList -ArchivePath $export -Destination (Join-Path $TestDrive 'import.txt') } |
            Should -Throw -ErrorId 'FileFormatUnknown*'
    }
}

Describe 'Export-SmimeCatalog' -Tag Samples -Skip:(-not (Test-SampleFile)) {
    BeforeAll {
        Remove-Item -Path $list, $catalog -ErrorAction Ignore
        $null = New-SmimeImportList $export $list -PasswordList $passwords -IncludePassword -WarningAction SilentlyContinue
        $file = Export-SmimeCatalog -ArchivePath $list -Destination $catalog
    }

    It 'says what it wrote, in a table and in a list' {
        $file.CertificateCount | Should -Be 2
        $file | Format-Table | Out-String -Width 80 | Should -Match '2\s+2\s+0\s+catalog\.csv'
        $file | Format-List | Out-String -Width 80 | Should -Match 'ArchivePath\s*:'
    }

    It 'writes a table that Import-Csv reads, without a secret' {
        $rows = @(Import-Csv -LiteralPath $catalog)
        $rows.Thumbprint | Sort-Object | Should -Be (@($files.Issued.Thumbprint, $files.SelfSigned.Thumbprint) | Sort-Object)
        $bytes = [Convert]::FromBase64String($rows[0].RawData)
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($bytes)
        $certificate.Thumbprint | Should -Be $rows[0].Thumbprint
        Get-Content -LiteralPath $catalog -Raw | Should -Not -Match ([regex]::Escape($files.Issued.Text))
    }

    It 'stands in for the archive, also in JSON Lines, and asks for no password' {
        $json = Join-Path $TestDrive 'catalog.jsonl'
        (Export-SmimeCatalog -ArchivePath $catalog -Destination $json -Force).FailureCount | Should -Be 0
        $first = Get-Content -LiteralPath $json -TotalCount 1 | ConvertFrom-Json
        @($first.EmailAddresses) | Should -Be 'anna@contoso.com'
        (Export-SmimeCatalog -ArchivePath $json -Destination $catalog -WhatIf -Force) | Should -BeNullOrEmpty
    }

    It 'leaves a file alone without -Force' {
        { Export-SmimeCatalog -ArchivePath $list -Destination $catalog } | Should -Throw -ErrorId 'FileExists*'
    }
}

Describe 'Certificates of Get-SmimePfx' -Tag Samples -Skip:(-not (Test-SampleFile)) {
    It 'carry the certificate without its key, and its bytes' {
        $found = Get-SmimePfx -Path $files.Issued.Path -Password $files.Issued.Password -Certificate |
            Where-Object Thumbprint -eq $files.Issued.Thumbprint
        $found.Certificate.Thumbprint | Should -Be $files.Issued.Thumbprint
        $found.Certificate.HasPrivateKey | Should -BeFalse
        , $found.RawData | Should -BeOfType [byte[]]
        $found.RawData.Length | Should -Be $found.Certificate.RawData.Length
    }
}
