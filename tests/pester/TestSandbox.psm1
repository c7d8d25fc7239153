# Starts the sandbox of this repository for the tests, and makes the files they take, with the dotnet command.
Set-StrictMode -Version 3.0

function Find-Sandbox {
    if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
        throw ('There is no dotnet command to start the sandbox with. Start it elsewhere and set SMIME_TEST_SAMPLES, ' +
            'SMIME_TEST_SANDBOX and SMIME_TEST_TOKEN (tests/pester/README.md), or use -WithoutSandbox.')
    }

    # CI has it published; a checkout has it built.
    $built = 'src/SmimeCertTools.Sandbox/bin'
    $program = 'artifacts/sandbox', "$built/Release/net10.0", "$built/Debug/net10.0" |
        ForEach-Object { Join-Path (Get-RepositoryPath $_) 'SmimeCertTools.Sandbox.dll' } |
        Where-Object { Test-Path -LiteralPath $_ } |
        Select-Object -First 1
    if (-not $program) {
        throw 'The sandbox is not built. Run: dotnet build src/SmimeCertTools.Sandbox'
    }

    $program
}

# Sets the variables that are not set yet. What it returns goes to Stop-TestSandbox.
function Start-TestSandbox {
    $program = Find-Sandbox
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "smimecerttools-pester-$([guid]::NewGuid().ToString('N'))"
    $started = [pscustomobject]@{ Folder = $folder; Process = $null }
    $null = New-Item -Path $folder -ItemType Directory
    if (-not $env:SMIME_TEST_SAMPLES) {
        $samples = Join-Path $folder 'samples'
        & dotnet $program --new-samples $samples | Out-Null
        if ($LASTEXITCODE -ne 0) {
            throw "The sandbox made no sample files: exit code $LASTEXITCODE."
        }

        $env:SMIME_TEST_SAMPLES = $samples
    }

    if (-not $env:SMIME_TEST_SANDBOX) {
        $key = Join-Path $env:SMIME_TEST_SAMPLES 'connector-private.pem'
        $output = Join-Path $folder 'sandbox.txt'
        $arguments = "`"$program`"", '--port', '0', '--connector-key', "`"$key`""
        $started.Process = Start-Process -FilePath dotnet -ArgumentList $arguments -RedirectStandardOutput $output -PassThru
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            Start-Sleep -Milliseconds 200
            $text = if (Test-Path -LiteralPath $output) { [string] (Get-Content -LiteralPath $output -Raw) } else { '' }
            if ($started.Process.HasExited -or [datetime]::UtcNow -gt $deadline) {
                Stop-TestSandbox -Started $started
                throw "The sandbox did not start: $text"
            }
        } until ($text -match "-Force '([^']+)'[\s\S]*-GraphUri (\S+)")

        $env:SMIME_TEST_TOKEN = $Matches[1]
        $env:SMIME_TEST_SANDBOX = $Matches[2]
    }

    $started
}

function Stop-TestSandbox {
    param([object] $Started)

    if ($Started.Process -and -not $Started.Process.HasExited) {
        Stop-Process -Id $Started.Process.Id
        $Started.Process.WaitForExit()
    }

    Remove-Item -LiteralPath $Started.Folder -Recurse -Force
}

Export-ModuleMember -Function Find-Sandbox, Start-TestSandbox, Stop-TestSandbox
