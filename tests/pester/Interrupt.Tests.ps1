BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')

    # Who runs in the background of a script may be told to ignore Ctrl+C, and so are all its children.
    $status = Get-Content -LiteralPath '/proc/self/status' -ErrorAction Ignore
    $mask = $status | Where-Object { $_ -like 'SigIgn:*' } |
        ForEach-Object { [System.Convert]::ToUInt64($_.Substring(8).Trim(), 16) }
    $isIgnored = [bool] ($mask -band 2)
    $canInterrupt = $PSVersionTable.PSEdition -eq 'Core' -and -not (Test-OnWindows) -and -not $isIgnored
}

# A file may ask for seconds of key derivation. Ctrl+C ends that, and not only what comes after it: measured by processor time,
# which a busy machine does not stretch.
Describe 'Ctrl+C while a key is derived' -Tag Unix -Skip:(-not $canInterrupt) {
    BeforeAll {
        Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
        $pfx = Join-Path $TestDrive 'costly.pfx'
        $builder = [System.Security.Cryptography.Pkcs.Pkcs12Builder]::new()
        $builder.AddSafeContentsUnencrypted([System.Security.Cryptography.Pkcs.Pkcs12SafeContents]::new())
        $builder.SealWithMac('Secret-1', [System.Security.Cryptography.HashAlgorithmName]::SHA256, 70000)
        $bytes = $builder.Encode()

        # 70,000 iterations are made 8,000,000, which the limits let pass.
        $text = [System.Convert]::ToHexString($bytes)
        $at = $text.LastIndexOf('0203011170') / 2
        $at | Should -BeGreaterThan 0
        [byte[]] (0x7A, 0x12, 0x00) | ForEach-Object { $at++; $bytes[$at + 1] = $_ }
        [System.IO.File]::WriteAllBytes($pfx, $bytes)

        $script = Join-Path $TestDrive 'open.ps1'
        Set-Content -LiteralPath $script -Value @'
param([string] $Module, [string] $Pfx, [string] $Started, [string] $Spent)
Import-Module $Module
$password = ConvertTo-SecureString -String 'Secret-2' -AsPlainText -Force
$process = [System.Diagnostics.Process]::GetCurrentProcess()
$before = $process.TotalProcessorTime
Set-Content -LiteralPath $Started -Value 'yes'
try {
    Get-SmimePfx -Path $Pfx -Password $password
}
finally {
    $process.Refresh()
    Set-Content -LiteralPath $Spent -Value ([int] ($process.TotalProcessorTime - $before).TotalMilliseconds)
}
'@

        # Milliseconds of processor time that the command took, and what it wrote.
        function Open-Costly {
            param([string] $Name, [switch] $Interrupt)

            $started = Join-Path $TestDrive "$Name.started"
            $spent = Join-Path $TestDrive "$Name.spent"
            $output = Join-Path $TestDrive "$Name.txt"
            $command = @(Get-PowerShellCommand) + '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $script,
                (Get-ModuleManifest), $pfx, $started, $spent
            $process = Start-Process -FilePath $command[0] -ArgumentList $command[1..($command.Count - 1)] -PassThru `
                -RedirectStandardOutput $output -RedirectStandardError "$output.errors"
            $deadline = [datetime]::UtcNow.AddSeconds(120)
            while (-not (Test-Path -LiteralPath $started) -and -not $process.HasExited -and [datetime]::UtcNow -lt $deadline) {
                Start-Sleep -Milliseconds 50
            }

            if ($Interrupt) {
                Start-Sleep -Milliseconds 300
                & kill -INT $process.Id
            }

            $process.WaitForExit(120000) | Should -BeTrue
            [pscustomobject]@{
                Spent = [int] (Get-Content -LiteralPath $spent)
                Text  = "$(Get-Content -LiteralPath $output, "$output.errors" -Raw)"
            }
        }

        $whole = Open-Costly -Name 'whole'
        $ended = Open-Costly -Name 'ended' -Interrupt
    }

    It 'is a file that costs something' {
        $whole.Text | Should -Match 'The password does not open'
        $whole.Spent | Should -BeGreaterThan 500
    }

    It 'ends the derivation' {
        $ended.Spent | Should -BeLessThan ($whole.Spent * 0.7)
        $ended.Text | Should -Not -Match 'The password does not open'
    }
}
