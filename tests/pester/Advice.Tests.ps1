BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    if (Test-SampleFile) {
        $files = Get-SampleFile
        $pfx = $files.SelfSigned.Path
    }
}

Describe 'A path with characters that nobody sees' {
    It 'is told of <Number> in <Command>' -ForEach @(
        @{ Command = 'Get-SmimePfx -LiteralPath $path'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'Get-SmimePfx -Path $path'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'Get-SmimePfx -Path $path'; Character = 0x00A0; Number = 'U+00A0' }
        @{ Command = 'Test-SmimePfx -Path $path'; Character = 0x200E; Number = 'U+200E' }
        @{ Command = 'Get-SmimeConnectorKey -Path $path'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'Test-SmimePfx -Path x.pfx -PublicKeyPath $path'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'Test-SmimeMessage -Path $path'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'Test-SmimeMessage -LiteralPath $path'; Character = 0x200E; Number = 'U+200E' }
        @{ Command = 'Export-SmimeCatalog -ArchivePath $path -Destination x.csv'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'New-SmimeImportList -ArchivePath $path -Destination x.csv'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'New-SmimeImportList -FromResult $path -Destination x.csv'; Character = 0x00A0; Number = 'U+00A0' }
        @{
            Command = 'New-SmimeImportList -ArchivePath $TestDrive -PasswordList $path -Destination x.csv'
            Character = 0x202A; Number = 'U+202A'
        }
        @{ Command = 'Export-SmimeCertificate -ArchivePath $path -Destination x.csv'; Character = 0x202A; Number = 'U+202A' }
        @{ Command = 'Export-SmimeCertificate -Path $path -Destination x.csv'; Character = 0x202A; Number = 'U+202A' }
    ) {
        $ErrorActionPreference = 'Continue'
        $path = Join-Path $TestDrive "alice$([char] $Character)1.pfx"
        $shown = @(try { & ([scriptblock]::Create($Command)) *>&1 } catch { $_ }) | Out-String -Width 1000
        $shown | Should -Match ([regex]::Escape($Number))
        $shown | Should -Match 'type it anew'
        $shown | Should -Not -Match ([char] 0x202A)
    }
}

Describe 'A wrong password' -Tag Samples -Skip:(-not (Test-SampleFile)) {
    It 'is looked for where it came from' {
        $blank = ConvertTo-SecureString ' mistyped' -AsPlainText -Force
        Get-SmimePfx -Path $pfx -Password $blank -ErrorAction SilentlyContinue -ErrorVariable problems | Out-Null
        $advice = "$($problems[0].ErrorDetails.Message) $($problems[0].ErrorDetails.RecommendedAction)"
        $advice | Should -Match '-Password'
        $advice | Should -Match 'blank at an end'
        $advice | Should -Not -Match 'mistyped'
    }
}

Describe 'A wrong password of an archive' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        $archive = Join-Path $TestDrive 'archive'
        $null = New-Item -Path $archive -ItemType Directory
        Copy-Item -LiteralPath $pfx -Destination (Join-Path $archive 'anna.pfx')
        $list = Join-Path $TestDrive 'archive.csv'
        "Path,Password`n$(Join-Path $archive 'anna.pfx'),0815" | Set-Content -LiteralPath $list -Encoding UTF8
        $bad = ConvertTo-SecureString 'bad one' -AsPlainText -Force
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'is looked for in <Where>' -ForEach @(
        @{
            Where = '-ArchivePassword'; Arguments = { @{ ArchivePath = $archive; ArchivePassword = $bad } }
            Not = 'column Password or'
        }
        @{ Where = 'column Password'; Arguments = { @{ ArchivePath = $list; ArchivePassword = $bad } }; Not = '-ArchivePassword' }
        @{ Where = 'Give -ArchivePassword'; Arguments = { @{ ArchivePath = $archive } }; Not = 'Check' }
    ) {
        $given = & $Arguments
        Get-UserCertHistory -UserPrincipalName anna@contoso.com @given -ErrorAction SilentlyContinue -ErrorVariable problems |
            Out-Null
        $problem = $problems | Where-Object { $_.FullyQualifiedErrorId -like 'PfxPasswordIncorrect*' } | Select-Object -First 1
        $problem.ErrorDetails.RecommendedAction | Should -Match $Where
        $problem.ErrorDetails.RecommendedAction | Should -Not -Match $Not
        "$($problem.ErrorDetails.Message) $problem" | Should -Not -Match 'bad one|0815'
    }
}
