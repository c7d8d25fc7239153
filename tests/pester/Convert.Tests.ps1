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
        $folder = Join-Path $TestDrive 'convert'
        $null = New-Item -Path $folder -ItemType Directory
        $source = Join-Path $folder 'anna.pfx'
        Copy-Item -LiteralPath $sample.Path -Destination $source
    }

    # Opens a file with the platform's own reader and returns the thumbprint if the private key is there.
    function Get-KeyThumbprint {
        param([string] $Path, [securestring] $Password)

        $opened = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($Path, $Password)
        if ($opened.HasPrivateKey) {
            $opened.Thumbprint
        }

        $opened.Dispose()
    }
}

Describe 'Convert-SmimePfx' -Tag Samples -Skip:(-not (Test-SampleFile)) {
    AfterEach {
        Get-ChildItem -Path $folder | Where-Object Name -ne 'anna.pfx' | Remove-Item -Recurse
    }

    It 'writes a file that the platform opens with the new password, in <_>' -ForEach 'TripleDesSha1', 'Aes256Sha256' {
        $new = ConvertTo-SecureString -String ([guid]::NewGuid().ToString('N')) -AsPlainText -Force
        $result = Convert-SmimePfx -Path $source -Password $password -NewPassword $new -PfxEncryption $_ -Iterations 2000
        $result.Path | Should -Be (Join-Path $folder 'anna-converted.pfx')
        $result.PfxEncryption | Should -Be $_
        Get-KeyThumbprint -Path $result.Path -Password $new | Should -Be $thumbprint
        Get-KeyThumbprint -Path $source -Password $password | Should -Be $thumbprint
    }

    It 'takes file objects and hands the random password on as a SecureString' {
        $result = Get-ChildItem -Path (Join-Path $folder '*.pfx') | Convert-SmimePfx -Password $password -RandomPassword
        $result.NewPassword | Should -BeOfType ([securestring])
        Get-KeyThumbprint -Path $result.Path -Password $result.NewPassword | Should -Be $thumbprint
        ($result | Format-List -Property * | Out-String) |
            Should -Not -Match ([regex]::Escape([pscredential]::new('x', $result.NewPassword).GetNetworkCredential().Password))
    }

    It 'shows its table in a hundred columns' {
        $table = Convert-SmimePfx -Path $source -Password $password -RandomPassword | Out-String -Width 100
        $table | Should -Match $thumbprint
        $table -split '\r?\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 100 }
    }

    It 'lists what a file holds without a secret' {
        $result = Convert-SmimePfx -Path $source -Password $password -RandomPassword
        $list = $result | Format-List | Out-String
        $list | Should -Match 'SourcePath'
        $list | Should -Match 'System.Security.SecureString'
    }

    It 'leaves a file that exists alone without -Force' {
        $there = Join-Path $folder 'there.pfx'
        Set-Content -Path $there -Value 'precious'
        { Convert-SmimePfx -Path $source -Password $password -RandomPassword -DestinationPath $there -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileExists,*'
        Get-Content -Path $there | Should -Be 'precious'
    }

    It 'writes nothing with -WhatIf' {
        Convert-SmimePfx -Path $source -Password $password -RandomPassword -WhatIf | Should -BeNullOrEmpty
        @(Get-ChildItem -Path $folder).Count | Should -Be 1
    }

    It 'gives the file to its owner alone (Windows)' -Tag Windows -Skip:(-not (Test-OnWindows)) {
        if (-not (Test-AccessList -Folder $TestDrive)) {
            Set-ItResult -Skipped -Because 'this file system keeps no access lists'
            return
        }

        $result = Convert-SmimePfx -Path $source -Password $password -RandomPassword
        $acl = Get-Acl -LiteralPath $result.Path
        $acl.AreAccessRulesProtected | Should -BeTrue
        @($acl.Access).Count | Should -Be 1
        $sid = $acl.Access[0].IdentityReference.Translate([System.Security.Principal.SecurityIdentifier])
        $sid | Should -Be ([System.Security.Principal.WindowsIdentity]::GetCurrent().User)
    }

    It 'gives the file to its owner alone (Linux and macOS)' -Tag Unix -Skip:(Test-OnWindows) {
        $result = Convert-SmimePfx -Path $source -Password $password -RandomPassword
        (Get-Item -LiteralPath $result.Path).UnixMode | Should -Be '-rw-------'
    }
}
