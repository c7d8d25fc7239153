BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    if ($PSVersionTable.PSEdition -eq 'Desktop') {
        Add-Type -AssemblyName System.Security
    }

    # A mail that is encrypted for the certificate in a PFX file, by what PowerShell brings.
    function New-EncryptedMail {
        param([string] $Path, [string] $Pfx, [object] $Password)

        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($Pfx, $Password)
        $content = [System.Security.Cryptography.Pkcs.ContentInfo]::new([byte[]] (72, 105))
        $envelope = [System.Security.Cryptography.Pkcs.EnvelopedCms]::new($content)
        $envelope.Encrypt([System.Security.Cryptography.Pkcs.CmsRecipient]::new($certificate))
        @(
            'From: sender@contoso.com'
            'Subject: Secret'
            'MIME-Version: 1.0'
            'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m'
            'Content-Transfer-Encoding: base64'
            ''
            [Convert]::ToBase64String($envelope.Encode(), 'InsertLineBreaks')
        ) | Set-Content -LiteralPath $Path -Encoding Ascii
    }

    $folder = Join-Path $TestDrive 'mails'
    $null = New-Item -Path $folder -ItemType Directory
    Set-Content -Path (Join-Path $folder 'plain.eml') -Value 'From: a@contoso.com', 'Subject: plain', '', 'Hello' -Encoding Ascii
    if (Test-SampleFile) {
        $sample = (Get-SampleFile).SelfSigned
        New-EncryptedMail -Path (Join-Path $folder 'anna [1].eml') -Pfx $sample.Path -Password $sample.Password
        $archive = Join-Path $TestDrive 'archive.csv'
        [pscustomobject] @{ Path = $sample.Path; Password = $sample.Text; UserPrincipalName = 'anna@contoso.com' } |
            Export-Csv -LiteralPath $archive -NoTypeInformation -Encoding UTF8
    }
}

Describe 'Test-SmimeMessage' -Tag Samples -Skip:(-not (Test-SampleFile)) {
    It 'names the certificate that the archive knows' {
        $found = Test-SmimeMessage -Path (Join-Path $folder 'anna [1].eml') -ArchivePath $archive
        $found.Role | Should -Be 'Recipient'
        $found.Thumbprint | Should -Be $sample.Thumbprint
        $found.Path | Should -Be $sample.Path
        $found.MessageSubject | Should -Be 'Secret'
        $found.InArchive | Should -BeTrue
    }

    It 'takes files, rows and names from the pipeline, and goes on after a plain mail' {
        $found = Get-ChildItem -LiteralPath $folder -Filter *.eml |
            Test-SmimeMessage -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.FileName | Should -Be 'anna [1].eml'
        $problems[0].FullyQualifiedErrorId | Should -Match '^MessageNotSmime,'
        $row = [pscustomobject] @{ LiteralPath = Join-Path $folder 'anna [1].eml'; UPN = 'anna@contoso.com' }
        ($row | Test-SmimeMessage).UserPrincipalName | Should -Be 'anna@contoso.com'
        (Join-Path $folder 'anna*.eml' | Test-SmimeMessage).FileName | Should -Be 'anna [1].eml'
        (Test-SmimeMessage -Path (Join-Path $folder 'anna*.eml')).FileName | Should -Be 'anna [1].eml'
    }

    It 'shows a table, and the next command in a list' {
        $found = Test-SmimeMessage -LiteralPath (Join-Path $folder 'anna [1].eml') -ArchivePath $archive
        $found | Out-String -Width 80 | Should -Match 'Recipient +In'
        $found | Format-List | Out-String -Width 80 | Should -Match 'NextStep'
        "$found" | Should -Match 'anna \[1\]\.eml: Recipient anna@contoso\.com'
    }

    It 'keeps passwords out of all streams' {
        $all = Test-SmimeMessage -Path (Join-Path $folder '*.eml') -ArchivePath $archive -Verbose -ErrorAction Continue *>&1
        ($all | Format-List | Out-String) | Should -Not -Match ([regex]::Escape($sample.Text))
    }

    It 'asks for a file where none is named' {
        { Test-SmimeMessage } | Should -Throw '*-LiteralPath*'
    }
}

Describe 'Test-SmimeMessage with Intune' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        Get-SmimeUserPfx -UserPrincipalName anna@contoso.com | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
    }

    AfterAll {
        Get-SmimeUserPfx -UserPrincipalName anna@contoso.com | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
        Disconnect-SmimeGraph
    }

    It 'finds what is missing, and it is there after the import' {
        $mail = Join-Path $folder 'anna [1].eml'
        $found = Test-SmimeMessage -LiteralPath $mail -ArchivePath $archive
        $found.Verdict | Should -Be 'InArchiveOnly'
        $found.NextStep | Should -Match '^Import-SmimeUserPfx -LiteralPath .* -UserPrincipalName anna@contoso\.com '
        $found | Import-SmimeUserPfx -Password $sample.Password -PublicKeyPath (Get-SampleFile).ConnectorPublicKey `
            -ProviderName 'Microsoft Software Key Storage Provider' -KeyName PFXEncryptionKey | Out-Null
        $after = Test-SmimeMessage -LiteralPath $mail -UserPrincipalName anna@contoso.com -ArchivePath $archive
        $after.InIntune | Should -BeTrue
        $after.Verdict | Should -BeIn 'InIntune', 'Delivered'
    }
}
