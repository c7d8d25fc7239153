BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')

    # Who runs in the background of a script may be told to ignore Ctrl+C, and so are all its children.
    $status = Get-Content -LiteralPath '/proc/self/status' -ErrorAction Ignore
    $mask = $status | Where-Object { $_ -like 'SigIgn:*' } |
        ForEach-Object { [System.Convert]::ToUInt64($_.Substring(8).Trim(), 16) }
    $isIgnored = [bool] ($mask -band 2)
    $canInterrupt = $PSVersionTable.PSEdition -eq 'Core' -and -not (Test-OnWindows) -and -not $isIgnored
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')

    # Runs a command in a process of its own: milliseconds of processor time that it took, and what it wrote.
    function Measure-Run {
        param([string] $Name, [string] $Command, [switch] $Interrupt)

        $started = Join-Path $TestDrive "$Name.started"
        $spent = Join-Path $TestDrive "$Name.spent"
        $output = Join-Path $TestDrive "$Name.txt"
        $script = Join-Path $TestDrive "$Name.ps1"
        Set-Content -LiteralPath $script -Value @"
Import-Module '$(Get-ModuleManifest)'
`$process = [System.Diagnostics.Process]::GetCurrentProcess()
`$before = `$process.TotalProcessorTime
Set-Content -LiteralPath '$started' -Value 'yes'
try {
    $Command
}
finally {
    `$process.Refresh()
    Set-Content -LiteralPath '$spent' -Value ([int] (`$process.TotalProcessorTime - `$before).TotalMilliseconds)
}
"@
        $shell = @(Get-PowerShellCommand) + '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $script
        $process = Start-Process -FilePath $shell[0] -ArgumentList $shell[1..($shell.Count - 1)] -PassThru `
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
}

# A file may ask for seconds of key derivation. Ctrl+C ends that, and not only what comes after it: measured by processor time,
# which a busy machine does not stretch.
Describe 'Ctrl+C while a key is derived' -Tag Unix -Skip:(-not $canInterrupt) {
    BeforeAll {
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

        $command = "Get-SmimePfx -Path '$pfx' -Password (ConvertTo-SecureString -String 'Secret-2' -AsPlainText -Force)"
        $whole = Measure-Run -Name 'key-whole' -Command $command
        $ended = Measure-Run -Name 'key-ended' -Command $command -Interrupt
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

# A mail of 72 MB with its signature beside it is read and digested for seconds.
Describe 'Ctrl+C while a big mail is read' -Tag Unix -Skip:(-not $canInterrupt) {
    BeforeAll {
        $mail = Join-Path $TestDrive 'big.eml'
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Anna', $key, 'SHA256',
            [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(30))
        $signed = [System.Security.Cryptography.Pkcs.SignedCms]::new(
            [System.Security.Cryptography.Pkcs.ContentInfo]::new([byte[]] (72, 105)), $true)
        $signed.ComputeSignature([System.Security.Cryptography.Pkcs.CmsSigner]::new($certificate))
        $lines = [System.Text.Encoding]::ASCII.GetBytes(('x' * 70 + "`r`n") * 1000)
        $stream = [System.IO.File]::Create($mail)
        $writer = [System.IO.StreamWriter]::new($stream)
        $writer.Write((@(
            'From: a@contoso.com'
            'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b'
            '', '--b', 'Content-Type: text/plain', '', ''
        ) -join "`r`n"))
        $writer.Flush()
        1..1000 | ForEach-Object { $stream.Write($lines, 0, $lines.Length) }
        $writer.Write((@(
            '', '--b', 'Content-Type: application/pkcs7-signature; name=smime.p7s', 'Content-Transfer-Encoding: base64', ''
            [System.Convert]::ToBase64String($signed.Encode(), 'InsertLineBreaks')
            '--b--', ''
        ) -join "`r`n"))
        $writer.Dispose()
        $whole = Measure-Run -Name 'mail-whole' -Command "Test-SmimeMessage -LiteralPath '$mail'"
        $ended = Measure-Run -Name 'mail-ended' -Command "Test-SmimeMessage -LiteralPath '$mail'" -Interrupt
    }

    AfterAll {
        Remove-Item -LiteralPath $mail -ErrorAction Ignore
    }

    It 'is a mail that costs something' {
        $whole.Text | Should -Match 'Signer'
        $whole.Spent | Should -BeGreaterThan 1000
    }

    It 'ends the reading' {
        $ended.Spent | Should -BeLessThan ($whole.Spent * 0.7)
        $ended.Text | Should -Not -Match 'Signer'
    }
}
