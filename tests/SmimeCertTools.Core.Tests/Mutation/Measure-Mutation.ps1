#requires -Version 7.2
<#
.SYNOPSIS
Changes the core on purpose, change by change, and counts which changes its tests notice.

.DESCRIPTION
Runs dotnet-stryker for each area of areas.json, one after the other, and prints a line for each file. Fails where an area's share
of noticed changes is below 85 %. An area takes minutes to an hour of processor time; CONTRIBUTING.md says how to read it.

.PARAMETER Area
The areas to measure; all when left out.

.PARAMETER File
Of the area the files that match only, for the time while a test is written.

.PARAMETER ShowSurvivors
Prints each change that no test noticed.

.EXAMPLE
./build.ps1 -Task Mutation

.EXAMPLE
./tests/SmimeCertTools.Core.Tests/Mutation/Measure-Mutation.ps1 -Area Pacing -ShowSurvivors
#>
[CmdletBinding()]
param(
    [string[]] $Area,

    [string] $File,

    [switch] $ShowSurvivors
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$least = 85
$project = Split-Path -Path $PSScriptRoot -Parent
$areas = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'areas.json') -Raw | ConvertFrom-Json -AsHashtable
$unknown = @($Area | Where-Object { $_ -and -not $areas.ContainsKey($_) })
if ($unknown) {
    throw "areas.json has no area $($unknown -join ', '). It has: $(($areas.Keys | Sort-Object) -join ', ')."
}

function Get-Score {
    param([int] $Noticed, [int] $Unnoticed)

    if ($Noticed + $Unnoticed -eq 0) { 100.0 } else { [Math]::Round(100 * $Noticed / ($Noticed + $Unnoticed), 1) }
}

function Get-FileResult {
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Report)

    $files = (Get-Content -LiteralPath $Report -Raw | ConvertFrom-Json -AsHashtable).files
    foreach ($path in $files.Keys | Sort-Object) {
        $found = $files[$path].mutants | Group-Object -Property { $_.status } -AsHashTable -AsString
        $count = @{}
        foreach ($status in 'Killed', 'Survived', 'Timeout', 'NoCoverage', 'CompileError') {
            $count[$status] = if ($found -and $found.ContainsKey($status)) { $found[$status].Count } else { 0 }
        }

        $noticed = $count.Killed + $count.Timeout
        $unnoticed = $count.Survived + $count.NoCoverage
        if ($noticed + $unnoticed -gt 0) {
            [pscustomobject]@{
                Area       = $Name
                File       = ($path -replace '\\', '/') -replace '^.*SmimeCertTools\.Core/', ''
                Killed     = $count.Killed
                Timeout    = $count.Timeout
                Survived   = $count.Survived
                NoCoverage = $count.NoCoverage
                NotBuilt   = $count.CompileError
                Score      = Get-Score -Noticed $noticed -Unnoticed $unnoticed
            }

            if ($ShowSurvivors) {
                $lines = $files[$path].source -split "`n"
                $files[$path].mutants | Where-Object { $_.status -in 'Survived', 'NoCoverage' } | ForEach-Object {
                    $line = $_.location.start.line
                    Write-Host "$($_.status) $(Split-Path -Path $path -Leaf):$line $($lines[$line - 1].Trim())"
                    Write-Host "    => $($_.replacement)"
                }
            }
        }
    }
}

function Measure-Area {
    param([Parameter(Mandatory)] [string] $Name)

    $output = Join-Path ([System.IO.Path]::GetTempPath()) "mutation-$([guid]::NewGuid().ToString('N'))"
    $mutate = @($areas[$Name].mutate)
    if ($File) {
        $folders = $mutate | ForEach-Object { (Split-Path -Path $_ -Parent).Replace('\', '/') } | Sort-Object -Unique
        $mutate = @($folders | ForEach-Object { "$_/$File" })
    }

    # By name: PowerShell would make of a pattern the tests of that name, which lie in the current folder.
    $core = Join-Path $project '..' '..' 'src' 'SmimeCertTools.Core'
    $mutate = @($mutate | ForEach-Object {
            $folder = (Split-Path -Path $_ -Parent).Replace('\', '/')
            Get-ChildItem -Path (Join-Path $core $_) -File -ErrorAction Ignore | ForEach-Object { "$folder/$($_.Name)" }
        })

    $arguments = @('stryker', '--config-file', 'stryker-config.json', '--output', $output, '--skip-version-check')
    $arguments += '--concurrency', '1', '--verbosity', 'error', '--test-case-filter', $areas[$Name].tests
    $arguments += $mutate | ForEach-Object { '--mutate', $_ }
    try {
        # A score below the threshold is told by the exit code, and by the table.
        $null = & dotnet @arguments 2>&1 | Tee-Object -Variable told
        $report = Join-Path $output 'reports' 'mutation-report.json'
        if (-not (Test-Path -LiteralPath $report)) {
            throw "The area $Name was not measured: $($told -join [Environment]::NewLine)"
        }

        Get-FileResult -Name $Name -Report $report
    }
    finally {
        Remove-Item -LiteralPath $output -Recurse -Force -ErrorAction Ignore
    }
}

Push-Location -LiteralPath $project
try {
    & dotnet tool restore | Out-Null
    if ($LASTEXITCODE -ne 0) {
        throw 'dotnet-stryker, which .config/dotnet-tools.json names, cannot be installed.'
    }

    $results = foreach ($name in $(if ($Area) { $Area } else { $areas.Keys | Sort-Object })) {
        Measure-Area -Name $name
    }
}
finally {
    Pop-Location
}

$results | Format-Table -AutoSize | Out-String -Width 130 | Write-Host
$low = foreach ($group in $results | Group-Object -Property Area) {
    $sum = @{}
    foreach ($column in 'Killed', 'Timeout', 'Survived', 'NoCoverage') {
        $sum[$column] = ($group.Group | Measure-Object -Property $column -Sum).Sum
    }

    $score = Get-Score -Noticed ($sum.Killed + $sum.Timeout) -Unnoticed ($sum.Survived + $sum.NoCoverage)
    Write-Host "$($group.Name): $score %"
    if ($score -lt $least) { $group.Name }
}

if ($low) {
    throw "Below $least %: $($low -join ', ')."
}
