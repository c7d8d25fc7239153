BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

Describe 'Samples for schedulers, rehearsed' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        $modulePath = $env:PSModulePath
        $env:PSModulePath = (Split-Path -Parent (Split-Path -Parent (Split-Path -Parent (Get-ModuleManifest)))) +
            [System.IO.Path]::PathSeparator + $env:PSModulePath
        $env:SMIME_SANDBOX_TOKEN = $env:SMIME_TEST_TOKEN
        $header = 'UserPrincipalName,Path,Password,IntendedPurpose'
        $good = "anna@contoso.com,$($files.SelfSigned.Path),$($files.SelfSigned.Text),SmimeEncryption"
        $bad = "nobody@contoso.com,$(Join-Path $TestDrive 'gone.pfx'),x,"

        # As a scheduler runs it: a process of its own, whose output is kept.
        function Invoke-Sample {
            param([string] $Name, [string[]] $Line, [string] $Header = $header)

            $folder = Join-Path $TestDrive ([guid]::NewGuid())
            $null = New-Item -Path $folder -ItemType Directory
            Set-Content -LiteralPath (Join-Path $folder 'users.csv') -Value (@($Header) + $Line) -Encoding UTF8
            Copy-Item -LiteralPath $files.ConnectorPublicKey -Destination (Join-Path $folder 'connector-public.pem')
            $program = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
            [string[]] $start = '-NoProfile', '-NonInteractive'
            if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
                $start = @("$PSHOME/pwsh.dll") + $start
            }

            $common = switch ($Name) {
                'cron-import.ps1' { '-Folder', $folder }
                'scheduled-import.ps1' {
                    '-LogFolder', $folder, '-ManifestPath', (Join-Path $folder 'users.csv'),
                    '-PublicKeyPath', (Join-Path $folder 'connector-public.pem')
                }
            }
            $output = & $program @start -File (Get-RepositoryPath "docs/samples/$Name") `
                -GraphUri (Get-SandboxUri) @common 2>&1
            [pscustomobject] @{ Output = @($output | ForEach-Object { "$_" }); ExitCode = $LASTEXITCODE; Folder = $folder }
        }
    }

    AfterAll {
        $env:PSModulePath = $modulePath
        $env:SMIME_SANDBOX_TOKEN = $null
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        Get-SmimeUserPfx -UserPrincipalName anna@contoso.com |
            Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
        Disconnect-SmimeGraph
    }

    It 'say nothing when all is well: <_>' -ForEach 'cron-import.ps1', 'scheduled-import.ps1' {
        $run = Invoke-Sample -Name $_ -Line $good
        $run.Output | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        Get-ChildItem -LiteralPath $run.Folder -Filter '*.log' | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath $run.Folder -Filter 'results.jsonl') +
            @(Get-ChildItem -LiteralPath $run.Folder -Filter 'smime-import.csv') | Should -HaveCount 1
    }

    It 'name who failed, in plain text and in a log: <_>' -ForEach 'cron-import.ps1', 'scheduled-import.ps1' {
        $run = Invoke-Sample -Name $_ -Line $good, $bad
        $run.ExitCode | Should -Be 1
        $run.Output | Should -HaveCount 1
        $run.Output[0] | Should -Match '^Line 3, nobody@contoso\.com: Failed PathNotFound .*gone\.pfx'
        $run.Output[0] | Should -Not -Match ([char] 27)
        $log = @(Get-Content -LiteralPath (Join-Path $run.Folder 'smime-import.log') -Encoding UTF8)
        $log | Should -HaveCount 1
        $log[0] | Should -Match '^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d Line 3, nobody@contoso\.com: Failed '
    }

    It 'end with 2 where a run cannot begin: <_>' -ForEach 'cron-import.ps1', 'scheduled-import.ps1' {
        $run = Invoke-Sample -Name $_ -Line 'x,y,z' -Header 'Nothing,That,Fits'
        $run.ExitCode | Should -Be 2
        $run.Output | Should -HaveCount 1
        $run.Output[0] | Should -Match '^The import ended early: '
        $run.Output[0] | Should -Not -Match ([char] 27)
    }

    It 'fail the job by an exception, after a line of text for each: runbook.ps1' {
        $list = Join-Path $TestDrive 'job.csv'
        Set-Content -LiteralPath $list -Value 'UserPrincipalName,Path', "anna@contoso.com,$($files.SelfSigned.Path)",
            "nobody@contoso.com,$(Join-Path $TestDrive 'gone.pfx')" -Encoding UTF8
        function global:Get-Secret {
            param($Vault, $Name)

            $null = $Vault, $Name
            $files.SelfSigned.Password
        }

        $job = @{
            ManifestPath  = $list
            PublicKeyPath = $files.ConnectorPublicKey
            ResultPath    = Join-Path $TestDrive 'job.jsonl'
            VaultName     = 'Vault'
            GraphUri      = Get-SandboxUri
        }
        try {
            $output = [System.Collections.ArrayList]::new()
            { & (Get-RepositoryPath 'docs/samples/runbook.ps1') @job | ForEach-Object { $null = $output.Add($_) } } |
                Should -Throw '1 certificates were not imported*'
            $output | Should -HaveCount 1
            $output[0] | Should -Match '^Line 3, nobody@contoso\.com: Failed PathNotFound '
        }
        finally {
            Remove-Item -Path Function:\Get-Secret
        }
    }
}
