BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $version = (Import-PowerShellDataFile -Path (Join-Path $root 'SmimeCertTools.psd1')).ModuleVersion
    Import-Module -Name ([System.IO.Path]::Combine($root, 'artifacts', 'module', 'SmimeCertTools', $version, 'SmimeCertTools.psd1')) -Force

    $rsa = [System.Security.Cryptography.RSA]::Create()
    if ($rsa.KeySize -lt 2048) {
        $rsa.Dispose()
        $rsa = [System.Security.Cryptography.RSACng]::new(2048)
    }

    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=anna@contoso.com', $rsa, [System.Security.Cryptography.HashAlgorithmName]::SHA256,
        [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $usage = [System.Security.Cryptography.X509Certificates.X509KeyUsageFlags]::KeyEncipherment
    $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new($usage, $true))
    $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddEmailAddress('anna@contoso.com')
    $request.CertificateExtensions.Add($names.Build())
    $now = [System.DateTimeOffset]::UtcNow
    $certificate = $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(300))
    $thumbprint = $certificate.Thumbprint
    $text = [guid]::NewGuid().ToString('N')
    $password = ConvertTo-SecureString -String $text -AsPlainText -Force
    $folder = Join-Path $TestDrive 'pfx'
    $null = New-Item -Path $folder -ItemType Directory
    $pfx = Join-Path $folder 'anna.pfx'
    [System.IO.File]::WriteAllBytes($pfx, $certificate.Export('Pfx', $text))
    [System.IO.File]::WriteAllText((Join-Path $folder 'bad.pfx'), 'no PFX')
    $certificate.Dispose()
    $rsa.Dispose()
}

Describe 'Get-SmimePfx' {
    It 'shows what is in a file' {
        $file = Get-SmimePfx -Path $pfx -Password $password
        $file.KeyPairCount | Should -Be 1
        $file.Certificates[0].Thumbprint | Should -Be $thumbprint
        $file.Certificates[0].EmailAddresses | Should -Be 'anna@contoso.com'
        $file.Certificates[0].KeyUsage | Should -Be 'KeyEncipherment'
        $file.Protection.Integrity.Iterations | Should -BeGreaterThan 0
    }

    It 'tells how a file is protected without its password' {
        $file = Get-SmimePfx -Path $pfx
        $file.IsOpened | Should -BeFalse
        $file.Protection.KeyEncryption | Should -Not -BeNullOrEmpty
        ($file | Out-String) | Should -Match '-Password'
    }

    It 'takes file objects and goes on after a bad file' {
        $found = Get-ChildItem -Path (Join-Path $folder '*.pfx') |
            Get-SmimePfx -Password $password -Certificate -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.Thumbprint | Should -Be $thumbprint
        $problems[0].FullyQualifiedErrorId | Should -Match '^PfxNotRecognized,'
    }

    It 'refuses a wrong password' {
        { Get-SmimePfx -Path $pfx -Password 'wrong' -ErrorAction Stop } | Should -Throw '*anna.pfx*'
    }
}

Describe 'Test-SmimePfx' {
    It 'finds what stands out' {
        $found = Test-SmimePfx -Path $pfx -Password $password -UserPrincipalName 'anna@contoso.com'
        @($found | Where-Object Severity -ne Information | Sort-Object -Property Id).Id | Should -Be 'EkuNotStated', 'SelfSigned'
    }

    It 'reports files that cannot be opened as findings' {
        $found = Test-SmimePfx -Path (Join-Path $folder '*.pfx') -Password 'wrong'
        $found.Id | Should -Be 'PfxPasswordIncorrect', 'PfxNotRecognized'
    }

    It 'answers with truth values when it is to be quiet' {
        Test-SmimePfx -Path (Join-Path $folder '*.pfx') -Password $password -Quiet | Should -Be $true, $false
        Test-SmimePfx -Path $pfx -Password $password -Quiet -Strict | Should -BeFalse
    }
}
