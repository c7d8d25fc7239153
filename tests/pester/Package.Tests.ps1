BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    $hasGallery = [bool] (Get-Command -Name Install-PSResource -ErrorAction Ignore) -and
        [bool] (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)
}

# What people do with the package: find it, install it by its name, use it, take it away again.
Describe 'The package in a repository that is a folder' -Skip:(-not $hasGallery) {
    BeforeAll {
        Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
        $manifest = Get-ModuleManifest
        $data = Import-PowerShellDataFile -Path $manifest
        $version = "$($data.ModuleVersion)-$($data.PrivateData.PSData.Prerelease)".TrimEnd('-')
        $repository = "Folder$PID"
        $folder = Join-Path $TestDrive 'repository'
        $null = New-Item -Path $folder -ItemType Directory

        $program = Get-ChildItem -Path (
                Get-RepositoryPath 'src/SmimeCertTools.Package/bin/*/net10.0/SmimeCertTools.Package.dll') |
            Sort-Object -Property LastWriteTime | Select-Object -Last 1
        function Publish-Module {
            param([Parameter(Mandatory)] [string] $Module)

            $facts = Join-Path $TestDrive 'facts.json'
            Import-PowerShellDataFile -Path (Join-Path $Module 'SmimeCertTools.psd1') | ConvertTo-Json -Depth 5 |
                Set-Content -LiteralPath $facts -Encoding utf8
            $output = Join-Path $TestDrive 'package'
            $null = & dotnet $program.FullName pack --module $Module --facts $facts --output $output `
                --icon (Get-RepositoryPath 'docs/icon.png')
            $LASTEXITCODE | Should -Be 0
            Publish-PSResource -NupkgPath (Get-ChildItem -Path $output -Filter *.nupkg).FullName -Repository $repository
            Remove-Item -Path $output -Recurse
        }

        # In a PowerShell of its own: the staged module is loaded in this one.
        function Invoke-Installed {
            param([Parameter(Mandatory)] [string] $Script)

            $command = @(Get-PowerShellCommand)
            & $command[0] @($command[1..($command.Count - 1)]) -NoProfile -NonInteractive -Command $Script
        }

        Register-PSResourceRepository -Name $repository -Uri $folder -Trusted
        Publish-Module -Module (Split-Path -Parent $manifest)
    }

    AfterAll {
        Uninstall-PSResource -Name SmimeCertTools -Version '*' -Prerelease -ErrorAction Ignore
        Unregister-PSResourceRepository -Name $repository -ErrorAction Ignore
    }

    It 'is found by its name, with the version and what is new' {
        $found = Find-PSResource -Name SmimeCertTools -Repository $repository -Prerelease
        "$($found.Version)-$($found.Prerelease)".TrimEnd('-') | Should -Be $version
        $found.Description | Should -Be $data.Description
        $found.ReleaseNotes | Should -Not -BeNullOrEmpty
        $found.Tags | Should -Contain 'SMIME'
    }

    It 'is found by the name of <_>' -ForEach 'Get-SmimePfx', 'Get-UserCertHistory', 'Get-SmimeUserCertHistory' {
        $found = Find-PSResource -CommandName $_ -Repository $repository -Prerelease
        $found.Names | Should -Be $_
        $found.ParentResource.Name | Should -Be 'SmimeCertTools'
    }

    It 'is not found by the name of a command that it has not' {
        Find-PSResource -CommandName Get-NoSuchThing -Repository $repository -Prerelease -ErrorAction Ignore |
            Should -BeNullOrEmpty
    }

    It 'is not found by who wants no preview, while it is one' -Skip:(-not (
            Import-PowerShellDataFile -Path (Get-ModuleManifest)).PrivateData.PSData.Prerelease) {
        Find-PSResource -Name SmimeCertTools -Repository $repository -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is installed by its name and reads a PFX file' -Skip:(-not (Test-SampleFile)) {
        Install-PSResource -Name SmimeCertTools -Repository $repository -Prerelease
        $installed = Get-InstalledPSResource -Name SmimeCertTools
        "$($installed.Version)-$($installed.Prerelease)".TrimEnd('-') | Should -Be $version

        $pfx = (Get-SampleFile).SelfSigned.Path
        $seen = Invoke-Installed -Script "
            `$found = Get-SmimePfx -LiteralPath '$pfx'
            '{0} {1}' -f (Get-Module -Name SmimeCertTools).ModuleBase, `$found.Path"
        $root = [System.IO.Path]::Combine($installed.InstalledLocation, 'SmimeCertTools', $data.ModuleVersion)
        $seen | Should -Be "$root $pfx"
    }

    It 'is installed by its name in a home that has nothing yet, and does the first import of the README' -Skip:(
        (Test-OnWindows) -or -not (Test-Sandbox) -or -not (Test-SampleFile)) {
        $sample = (Get-SampleFile).SelfSigned
        $work = New-Item -Path (Join-Path $TestDrive 'work') -ItemType Directory
        Copy-Item -LiteralPath $sample.Path -Destination (Join-Path $work.FullName 'alice.pfx')
        Copy-Item -LiteralPath (Get-SampleFile).ConnectorPublicKey -Destination (Join-Path $work.FullName 'connector-public.pem')

        # The README's own lines, but for who signs in and whose file it is.
        $readme = Get-Content -LiteralPath (Get-RepositoryPath 'README.md') -Raw
        $readme -match '(?ms)^```powershell\r?\n(?<lines>Connect-SmimeGraph [^`]*?^Import-SmimeUserPfx -Path [^`]*?)^```' |
            Should -BeTrue
        $connect = 'Connect-SmimeGraph -GraphUri $env:SMIME_TEST_SANDBOX -AccessToken (' +
            'ConvertTo-SecureString -String $env:SMIME_TEST_TOKEN -AsPlainText -Force)'
        $lines = $Matches.lines -replace '(?m)^Connect-SmimeGraph .*$', $connect.Replace('$', '$$') -replace
            'alice@contoso\.com', 'anna@contoso.com'
        $script = Join-Path $work.FullName 'first.ps1'
        @"
`$ErrorActionPreference = 'Stop'
Register-PSResourceRepository -Name First -Uri '$folder' -Trusted
if (Get-Module -Name SmimeCertTools -ListAvailable) { throw 'It is there already.' }
Install-PSResource -Name SmimeCertTools -Repository First -Prerelease
Import-Module -Name SmimeCertTools
function Read-Host { param([switch] `$AsSecureString, `$Prompt) ConvertTo-SecureString `$env:FILE_WORD -AsPlainText -Force }
"from `$((Get-Module -Name SmimeCertTools).ModuleBase)"
. {
$lines
} | ForEach-Object { '{0} {1} {2}' -f `$_.PSObject.TypeNames[0], `$_.PSObject.Properties['Status'].Value, `$_.Thumbprint }
"@ | Set-Content -LiteralPath $script -Encoding utf8
        $freshHome = (New-Item -Path (Join-Path $work.FullName 'home') -ItemType Directory).FullName
        $before = @{}
        $fresh = @{ HOME = $freshHome; FILE_WORD = $sample.Text; PSModulePath = $null }
        Get-ChildItem -Path Env:XDG_* | ForEach-Object { $fresh[$_.Name] = $null }
        foreach ($name in $fresh.Keys) {
            $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
            [System.Environment]::SetEnvironmentVariable($name, $fresh[$name])
        }

        Push-Location -LiteralPath $work.FullName
        try {
            $command = @(Get-PowerShellCommand)
            $said = & $command[0] @($command[1..($command.Count - 1)]) -NoProfile -NonInteractive -File $script 2>&1
        }
        finally {
            Pop-Location
            foreach ($name in $before.Keys) {
                [System.Environment]::SetEnvironmentVariable($name, $before[$name])
            }
        }

        $LASTEXITCODE | Should -Be 0 -Because ($said | Out-String)
        $said[0] | Should -BeLike "from $freshHome*"
        $imported = @($said | Where-Object { $_ -match 'SmimeImportResult (Imported|Updated) ' })
        $imported.Count | Should -Be 1 -Because ($said | Out-String)
        $imported | Should -BeLike "*$($sample.Thumbprint)"
        $entries = @($said | Where-Object { $_ -like "*SmimeCertHistoryEntry*$($sample.Thumbprint)" })
        $entries.Count | Should -BeGreaterThan 0 -Because ($said | Out-String)
    }

    It 'is updated to a later version, and both are taken away' {
        Install-PSResource -Name SmimeCertTools -Repository $repository -Prerelease -Reinstall
        $later = Join-Path $TestDrive 'later'
        Copy-Item -Path (Split-Path -Parent $manifest) -Destination $later -Recurse
        $text = Get-Content -LiteralPath (Join-Path $later 'SmimeCertTools.psd1') -Raw
        $text -replace "ModuleVersion\s*=\s*'[^']+'", "ModuleVersion = '99.0.0'" |
            Set-Content -LiteralPath (Join-Path $later 'SmimeCertTools.psd1') -NoNewline
        Publish-Module -Module $later

        Update-PSResource -Name SmimeCertTools -Repository $repository -Prerelease
        (Get-InstalledPSResource -Name SmimeCertTools).Version | Should -Contain ([version] '99.0.0')
        Invoke-Installed -Script "Import-Module -Name SmimeCertTools; (Get-Module -Name SmimeCertTools).Version.ToString()" |
            Should -Be '99.0.0'

        Uninstall-PSResource -Name SmimeCertTools -Version '*' -Prerelease
        Get-InstalledPSResource -Name SmimeCertTools -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
