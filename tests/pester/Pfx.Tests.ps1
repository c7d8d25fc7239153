BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    if (Test-SampleFile) {
        $sample = (Get-SampleFile).SelfSigned
        $thumbprint = $sample.Thumbprint
        $password = $sample.Password
        $folder = Join-Path $TestDrive 'pfx'
        $null = New-Item -Path $folder -ItemType Directory
        $pfx = Join-Path $folder 'anna.pfx'
        Copy-Item -LiteralPath $sample.Path -Destination $pfx
        [System.IO.File]::WriteAllText((Join-Path $folder 'bad.pfx'), 'no PFX')
    }
}

Describe 'Get-SmimePfx' -Tag Samples -Skip:(-not (Test-SampleFile)) {
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

Describe 'Test-SmimePfx' -Tag Samples -Skip:(-not (Test-SampleFile)) {
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
