<#
.SYNOPSIS
Runs the Pester tests on the staged module in this PowerShell; installs Pester 5 for the user where it is absent.
#>
[CmdletBinding()]
param(
    # Fails at once in another PowerShell than this: "5.1", "7.4". Any, if left out.
    [string] $ExpectedVersion
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$actual = '{0}.{1}' -f $PSVersionTable.PSVersion.Major, $PSVersionTable.PSVersion.Minor
if ($ExpectedVersion -and $actual -ne $ExpectedVersion) {
    throw "This is PowerShell $actual, not $ExpectedVersion."
}

if (-not (Get-Module -Name Pester -ListAvailable | Where-Object Version -GE 5.0.0)) {
    Install-Module -Name Pester -MinimumVersion 5.0.0 -Scope CurrentUser -Force -SkipPublisherCheck
}

Import-Module -Name Pester -MinimumVersion 5.0.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$result = Invoke-Pester -Configuration $configuration
if ($result.Result -ne 'Passed' -or $result.TotalCount -eq 0) {
    throw "$($result.FailedCount) of $($result.TotalCount) tests failed."
}
