<#
.SYNOPSIS
Runs the Pester tests on the staged module in this PowerShell.

.DESCRIPTION
Makes the sample files and starts the sandbox, both with the sandbox's program and the dotnet command, unless environment
variables name them already: SMIME_TEST_SAMPLES, SMIME_TEST_SANDBOX and SMIME_TEST_TOKEN. README.md beside this script tells how
to set them where no dotnet command is. SMIME_TEST_MODULE names the manifest to test; without it, it is the staged one.

Needs Pester 5. Installs it for the user where it is absent.

.EXAMPLE
./Invoke-Tests.ps1

.EXAMPLE
./Invoke-Tests.ps1 -Path Convert.Tests.ps1, Pfx.Tests.ps1

.EXAMPLE
./Invoke-Tests.ps1 -WithoutSandbox
Skips what needs the sandbox or sample files, and says so.
#>
[CmdletBinding()]
param(
    # Files of this folder, also as one text with commas between them. All, if left out.
    [string[]] $Path,

    # Fails at once in another PowerShell than this: "5.1", "7.4". Any, if left out.
    [string] $ExpectedVersion,

    # Fails at once on another .NET than this major version: 8, 10; 4 is the .NET Framework. Any, if left out.
    [int] $ExpectedRuntime,

    # A file to write each test's result to, as JSON.
    [string] $ResultPath,

    # Finds the tests and runs none.
    [switch] $ListOnly,

    # Starts no sandbox and makes no files.
    [switch] $WithoutSandbox
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$actual = '{0}.{1}' -f $PSVersionTable.PSVersion.Major, $PSVersionTable.PSVersion.Minor
if ($ExpectedVersion -and $actual -ne $ExpectedVersion) {
    throw "This is PowerShell $actual, not $ExpectedVersion."
}

if ($ExpectedRuntime -and [System.Environment]::Version.Major -ne $ExpectedRuntime) {
    throw "This is .NET $([System.Environment]::Version), not $ExpectedRuntime."
}

# Not 6, whose results are other objects.
$pester = Get-Module -Name Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } |
    Sort-Object -Property Version -Descending | Select-Object -First 1
if (-not $pester) {
    Install-Module -Name Pester -MinimumVersion 5.0.0 -MaximumVersion 5.99.99 -Scope CurrentUser -Force -SkipPublisherCheck
    $pester = Get-Module -Name Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } |
        Sort-Object -Property Version -Descending | Select-Object -First 1
}

Import-Module -Name Pester -RequiredVersion $pester.Version
Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1') -Force
Import-Module -Name (Join-Path $PSScriptRoot 'TestResult.psm1') -Force
Import-Module -Name (Join-Path $PSScriptRoot 'TestSandbox.psm1') -Force

$configuration = New-PesterConfiguration
$names = @($Path | Where-Object { $_ } | ForEach-Object { $_.Split(',').Trim() })
$configuration.Run.Path = if ($names) { @($names | ForEach-Object { Join-Path $PSScriptRoot $_ }) } else { $PSScriptRoot }
$configuration.Run.PassThru = $true
$configuration.Run.SkipRun = [bool] $ListOnly
$configuration.Output.Verbosity = if ($ListOnly) { 'None' } else { 'Detailed' }

# What is started here ends here, and the variables are as they were.
$before = @{}
foreach ($name in 'SMIME_TEST_SAMPLES', 'SMIME_TEST_SANDBOX', 'SMIME_TEST_TOKEN') {
    $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
}

$started = $null
try {
    if (-not ($ListOnly -or $WithoutSandbox -or ((Test-Sandbox) -and (Test-SampleFile)))) {
        $started = Start-TestSandbox
    }

    $result = Invoke-Pester -Configuration $configuration
}
finally {
    if ($started) {
        Stop-TestSandbox -Started $started
    }

    foreach ($name in $before.Keys) {
        [System.Environment]::SetEnvironmentVariable($name, $before[$name])
    }
}

if ($ResultPath) {
    Export-TestResult -Run $result -Path $ResultPath
}

if (-not $ListOnly) {
    foreach ($test in $result.Skipped) {
        Write-Host "Skipped: $($test.ExpandedPath): $(Get-TestSkipReason -Test $test)"
    }
}

if ($result.TotalCount -eq 0) {
    throw 'No test was found.'
}

if (-not $ListOnly -and $result.Result -ne 'Passed') {
    throw ("$($result.FailedCount) of $($result.TotalCount) tests failed, $($result.FailedBlocksCount) blocks, " +
        "$($result.FailedContainersCount) files.")
}

if ($ListOnly -and $result.FailedContainersCount -gt 0) {
    throw "$($result.FailedContainersCount) files could not be read."
}
