# What a script block of -PasswordProvider may do, in script files of their own: whatever it is, the file that called the command
# is not ended without a word and with exit code 0.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

Describe 'A password provider' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        $head = @'
$ErrorActionPreference = 'Continue'
Import-Module -Name $env:SMIME_TEST_PROVIDER_MODULE
$token = ConvertTo-SecureString -String $env:SMIME_TEST_TOKEN -AsPlainText -Force
function Connect-Here { Connect-SmimeGraph -GraphUri $env:SMIME_TEST_SANDBOX -AccessToken $token }
Connect-Here
$list = Get-Content -LiteralPath (Join-Path $env:SMIME_TEST_SAMPLES 'samples.json') -Raw | ConvertFrom-Json
$bad = Join-Path $env:SMIME_TEST_SAMPLES $list.issued.path
$good = Join-Path $env:SMIME_TEST_SAMPLES $list.selfSigned.path
$key = Join-Path $env:SMIME_TEST_SAMPLES $list.connectorPublicKey
$password = ConvertTo-SecureString -String $list.selfSigned.password -AsPlainText -Force
$common = @{ UserPrincipalName = 'anna@contoso.com'; PublicKeyPath = $key; WarningAction = 'SilentlyContinue' }
'@

        function Connect-Sandbox {
            Import-Module -Name (Get-ModuleManifest)
            Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        }

        # Runs a script file in a process of its own; what it wrote to its output, its errors and its exit code.
        function Invoke-ScriptFile {
            param([string] $Name, [string] $Text)

            $script = Join-Path $TestDrive "$Name.ps1"
            $errors = Join-Path $TestDrive "$Name.err"
            Set-Content -LiteralPath $script -Value ($head + "`n" + $Text) -Encoding UTF8
            $env:SMIME_TEST_PROVIDER_MODULE = Get-ModuleManifest
            $command = @(Get-PowerShellCommand) + '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $script
            $program, $arguments = $command
            $output = & $program @arguments 2>$errors
            [pscustomobject]@{
                ExitCode = $LASTEXITCODE
                Output   = @($output)
                Errors   = [string] (Get-Content -LiteralPath $errors -Raw)
            }
        }

        # Each in a loop, which a break of theirs would leave.
        $blocks = [ordered]@{
            'break'              = '{ if ($_.Path -eq $bad) { break }; $password }'
            'break to a label'   = '{ if ($_.Path -eq $bad) { break outer }; $password }'
            'continue'           = '{ if ($_.Path -eq $bad) { continue }; $password }'
            'continue a label'   = '{ if ($_.Path -eq $bad) { continue outer }; $password }'
            'return'             = '{ if ($_.Path -eq $bad) { return }; $password }'
            'throw'              = '{ if ($_.Path -eq $bad) { throw "no vault" }; $password }'
            'a stopping error'   = '{ if ($_.Path -eq $bad) { Write-Error "x" -ErrorAction Stop }; $password }'
            'nothing'            = '{ if ($_.Path -eq $bad) { $null } else { $password } }'
            'two values'         = '{ if ($_.Path -eq $bad) { "a"; "b" } else { $password } }'
            'a number'           = '{ if ($_.Path -eq $bad) { 42 } else { $password } }'
            'a disposed string'  = '{ if ($_.Path -eq $bad) { $d = $password.Copy(); $d.Dispose(); $d } else { $password } }'
            'a loop of its own'  = '{ foreach ($i in 1, 2) { break }; if ($_.Path -eq $bad) { throw "x" }; $password }'
            'a pipeline cut off' = '{ $null = 1..9 | Select-Object -First 1; if ($_.Path -eq $bad) { throw "x" }; $password }'
        }
        $lines = foreach ($name in $blocks.Keys) {
            @"
                @{ Name = '$name'; Block = $($blocks[$name]) }
"@
        }
        $body = @"
`$blocks = @(
$($lines -join "`n")
)
:outer foreach (`$entry in `$blocks) {
    `$failures = `$null
    `$results = Import-SmimeUserPfx -LiteralPath `$bad, `$good @common -PasswordProvider `$entry.Block ``
        -ErrorVariable failures -ErrorAction SilentlyContinue
    `$made = `$null
    `$records = New-SmimeUserPfx -LiteralPath `$bad, `$good @common -PasswordProvider `$entry.Block ``
        -ErrorVariable made -ErrorAction SilentlyContinue
    [pscustomobject]@{
        Name    = `$entry.Name
        Status  = `$results.Status -join ','
        Error   = @(`$failures)[0].FullyQualifiedErrorId.Split(',')[0]
        Text    = [string] @(`$failures)[0]
        Made    = @(`$records).Count
        MadeId  = @(`$made)[0].FullyQualifiedErrorId.Split(',')[0]
    } | ConvertTo-Json -Compress
    Get-SmimeUserPfx -UserPrincipalName anna@contoso.com | Remove-SmimeUserPfx -Confirm:`$false -WarningAction SilentlyContinue
}
'the end'
exit 7
"@
        $run = Invoke-ScriptFile -Name 'all' -Text $body
        $seen = @{}
        foreach ($line in $run.Output -like '{*') {
            $entry = $line | ConvertFrom-Json
            $seen[$entry.Name] = $entry
        }
    }

    It 'leaves the calling script as it is' {
        $run.Output[-1] | Should -Be 'the end' -Because $run.Errors
        $run.ExitCode | Should -Be 7
    }

    It 'that ends by <Name> fails its own file, and the others go on' -ForEach @(
        @{ Name = 'break'; Id = 'PasswordProviderFailed'; Text = '*used break*' }
        @{ Name = 'break to a label'; Id = 'PasswordProviderFailed'; Text = '*used break*' }
        @{ Name = 'continue'; Id = 'PasswordProviderFailed'; Text = '*used continue*' }
        @{ Name = 'continue a label'; Id = 'PasswordProviderFailed'; Text = '*used continue*' }
        @{ Name = 'return'; Id = 'PasswordMissing'; Text = '*no password*' }
        @{ Name = 'throw'; Id = 'PasswordProviderFailed'; Text = '*no vault*' }
        @{ Name = 'a stopping error'; Id = 'PasswordProviderFailed'; Text = '*: *x*' }
        @{ Name = 'nothing'; Id = 'PasswordMissing'; Text = '*no password*' }
        @{ Name = 'two values'; Id = 'PasswordMissing'; Text = '*2 objects*' }
        @{ Name = 'a number'; Id = 'PasswordProviderFailed'; Text = '*of type Int32*' }
        @{ Name = 'a disposed string'; Id = 'PasswordProviderFailed'; Text = '*disposed*' }
        @{ Name = 'a loop of its own'; Id = 'PasswordProviderFailed'; Text = '*: x*' }
        @{ Name = 'a pipeline cut off'; Id = 'PasswordProviderFailed'; Text = '*: x*' }
    ) {
        $seen.ContainsKey($Name) | Should -BeTrue -Because $run.Errors
        $entry = $seen[$Name]
        $entry.Status | Should -Be 'Failed,Imported' -Because $entry.Text
        $entry.Error | Should -Be $Id
        $entry.Text | Should -BeLike $Text
        $entry.Made | Should -Be 1
        $entry.MadeId | Should -Be $Id
    }

    It 'that calls exit with a code ends the script with it, after an error, and sends nothing' {
        $exit = Invoke-ScriptFile -Name 'exit3' -Text @'
$results = Import-SmimeUserPfx -LiteralPath $bad, $good @common -PasswordProvider { exit 3 }
'after'
'@
        $exit.ExitCode | Should -Be 3
        $exit.Output | Should -Not -Contain 'after'
        $exit.Errors | Should -BeLike '*called exit*'
        Connect-Sandbox
        Get-SmimeUserPfx -UserPrincipalName anna@contoso.com | Should -BeNullOrEmpty
    }

    It 'that calls <_> does not end the script as if all were well' -ForEach 'exit', 'exit 0' {
        $exit = Invoke-ScriptFile -Name ($_ -replace ' ') -Text @"
try { Import-SmimeUserPfx -LiteralPath `$bad, `$good @common -PasswordProvider { $_ } }
catch { "caught `$(`$_.FullyQualifiedErrorId.Split(',')[0])" }
try { New-SmimeUserPfx -LiteralPath `$bad, `$good @common -PasswordProvider { $_ } }
catch { "caught `$(`$_.FullyQualifiedErrorId.Split(',')[0])" }
exit 5
"@
        $exit.ExitCode | Should -Be 5 -Because $exit.Errors
        $exit.Output | Should -Be 'caught PasswordProviderFailed', 'caught PasswordProviderFailed'
    }

    It 'that disconnects ends the run with an error that says so' {
        $run = Invoke-ScriptFile -Name 'disconnect' -Text @'
$common.ErrorAction = 'Stop'
try { $null = Import-SmimeUserPfx -LiteralPath $good @common -PasswordProvider { Disconnect-SmimeGraph; $password } }
catch { "caught $($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
'after'
'@
        $run.Output[-1] | Should -Be 'after'
        ($run.Output -like 'caught*') | Should -BeLike 'caught GraphNotConnected: *the connection was ended*'
        $run.Errors | Should -Not -BeLike '*ObjectDisposed*'
    }

    It 'that connects anew ends the run with an error that says so' {
        $run = Invoke-ScriptFile -Name 'reconnect' -Text @'
$common.ErrorAction = 'Stop'
try { $null = Import-SmimeUserPfx -LiteralPath $good @common -Quiet -PasswordProvider { Connect-Here; $password } }
catch { "caught $($_.FullyQualifiedErrorId.Split(',')[0])" }
@(Import-SmimeUserPfx -LiteralPath $good @common -Quiet -Password $password).Status
Get-SmimeUserPfx | Remove-SmimeUserPfx -Quiet -Confirm:$false -WarningAction SilentlyContinue
'@
        $run.Output | Should -Be 'caught GraphNotConnected', 'Imported' -Because $run.Errors
    }

    It 'that runs the same command on the same connection gets its result, and so does the caller' {
        $run = Invoke-ScriptFile -Name 'nested' -Text @'
$block = {
    $inner = Import-SmimeUserPfx -LiteralPath $good @common -Quiet -Password $password -MaxRequestsPerSecond 50 -TimeoutSec 30
    [Console]::Out.WriteLine("inner $($inner.Status)")
    $password
}
"outer $((Import-SmimeUserPfx -LiteralPath $good @common -Quiet -PasswordProvider $block).Status)"
Get-SmimeUserPfx | Remove-SmimeUserPfx -Quiet -Confirm:$false -WarningAction SilentlyContinue
'@
        $run.Output | Should -Be 'inner Imported', 'outer AlreadyPresent' -Because $run.Errors
    }

    AfterAll {
        Remove-Item -LiteralPath 'Env:SMIME_TEST_PROVIDER_MODULE' -ErrorAction Ignore
    }
}
