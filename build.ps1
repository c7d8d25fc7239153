<#
.SYNOPSIS
Builds, tests, checks the scripts, the documentation or the tests of, or packs SmimeCertTools.

.DESCRIPTION
The .NET SDK does the building; this script is its front door for people with PowerShell (5.1 or 7).
Test needs the module Pester 5 and installs it where it is absent, Analyze needs PSScriptAnalyzer (1.23 or later), Docs needs
docfx, a .NET tool that it restores, and Microsoft.PowerShell.PlatyPS (1.0 or later). What fails says what to do next.

.EXAMPLE
./build.ps1
Builds everything; the module is staged in artifacts/module.

.EXAMPLE
./build.ps1 -Task Test -Configuration Release
#>
[CmdletBinding()]
param(
    # Build stages the module. Test builds, then runs all tests. Analyze looks for mistakes in the scripts. Docs makes a site of
    # the documentation in artifacts/site, and checks that each cmdlet has its page and each parameter its description. Package
    # builds and makes a zip file. Mutation changes what must not lose or claim anything on purpose, and counts which changes the
    # core's tests notice: hours, in PowerShell 7. Pictures draws the README's pictures anew: the quickstart's last screen, and a
    # report.
    [ValidateSet('Build', 'Test', 'Analyze', 'Docs', 'Package', 'Mutation', 'Pictures')]
    [string] $Task = 'Build',

    # Debug is for work on the module; what is handed on is Release.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$root = $PSScriptRoot
$manifest = Import-PowerShellDataFile -Path (Join-Path $root 'SmimeCertTools.psd1')
$version = $manifest.ModuleVersion
$label = ($version, $manifest.PrivateData.PSData['Prerelease'] | Where-Object { $_ }) -join '-'
$staged = [System.IO.Path]::Combine($root, 'artifacts', 'module', 'SmimeCertTools', $version)

# What to do when a task fails; the error itself says what went wrong.
$nextStep = @{
    Build    = 'The compiler names file, line and rule above. Where a package was not found: ' +
        'dotnet restore, with a feed that has it.'
    Test     = 'The failed tests stand above. One project alone: ' +
        'dotnet test tests/<project> --filter "DisplayName~<part of its name>"; one file in this PowerShell: ' +
        './tests/pester/Invoke-Tests.ps1 -Path <file>. On Debian, bash .ci/packages installs what tests use.'
    Analyze  = 'Each problem names script, line and rule; PSScriptAnalyzerSettings.psd1 says which rules there are.'
    Docs     = 'A link of the site that leads nowhere is named with its page. A page is written in docs/en-US, then: ' +
        'dotnet run --project src/SmimeCertTools.Help'
    Package  = 'Build first: ./build.ps1 -Task Build. The tool for the bill of materials comes by: dotnet tool restore'
    Mutation = 'One area alone: ./tests/SmimeCertTools.Core.Tests/Mutation/Measure-Mutation.ps1 -Area <area> -ShowSurvivors'
    Pictures = 'The quickstart must run (dotnet run --project src/SmimeCertTools.Quickstart), and Chromium must be on the PATH.'
}

function Invoke-DotNet {
    param([Parameter(Mandatory)] [string[]] $Arguments)

    if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
        throw 'There is no dotnet command on the PATH. Install the .NET 10 SDK, and open a new console.'
    }

    & dotnet @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Arguments -join ' ') failed with exit code $LASTEXITCODE."
    }
}

function Import-Tool {
    param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [version] $MinimumVersion)

    $found = Get-Module -Name $Name -ListAvailable | Where-Object Version -GE $MinimumVersion
    if (-not $found) {
        throw "The module $Name $MinimumVersion or later is not installed. Run: Install-Module $Name -Scope CurrentUser"
    }

    Import-Module -Name $Name -MinimumVersion $MinimumVersion
}

function Invoke-BuildTask {
    Invoke-DotNet -Arguments 'build', (Join-Path $root 'SmimeCertTools.sln'), '--configuration', $Configuration, '-nologo'
}

function Invoke-TestTask {
    Invoke-BuildTask
    Invoke-DotNet -Arguments 'test', (Join-Path $root 'SmimeCertTools.sln'), '--configuration', $Configuration, '--no-build'

    # dotnet test ran the Pester tests in PowerShell 7.6; this runs them in the PowerShell that this script runs in.
    & ([System.IO.Path]::Combine($root, 'tests', 'pester', 'Invoke-Tests.ps1'))
}

function Invoke-AnalyzeTask {
    Import-Tool -Name PSScriptAnalyzer -MinimumVersion 1.23.0
    $settings = Join-Path $root 'PSScriptAnalyzerSettings.psd1'
    $scripts = @(
        Get-Item -LiteralPath (Join-Path $root 'build.ps1'), (Join-Path $root 'SmimeCertTools.psd1')
        'docs/samples', 'tests/live', 'tests/pester', 'tests/SmimeCertTools.Core.Tests/Mutation' |
            ForEach-Object { Get-ChildItem -Path (Join-Path $root $_) -Recurse -File } |
            Where-Object Extension -In '.ps1', '.psm1'
    )
    $found = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings $settings })
    if ($found.Count -gt 0) {
        $found | Format-Table -Property ScriptName, Line, RuleName, Message -Wrap | Out-Host
        throw "PSScriptAnalyzer found $($found.Count) problems in $($scripts.Count) scripts."
    }

    "PSScriptAnalyzer found nothing in $($scripts.Count) scripts."
}

# The site needs a web server, because its search reads an index: python3 -m http.server -d artifacts/site, for one.
function Invoke-Site {
    Push-Location -LiteralPath ([System.IO.Path]::Combine($root, 'docs', 'site'))
    try {
        Invoke-DotNet -Arguments 'tool', 'restore' | Out-Null
        Invoke-DotNet -Arguments 'docfx', 'build', (Join-Path $root 'docfx.json'), '--warningsAsErrors', '--logLevel', 'warning' |
            Out-Host
    }
    finally {
        Pop-Location
    }

    Get-Item -LiteralPath ([System.IO.Path]::Combine($root, 'artifacts', 'site', 'index.html'))
}

function Invoke-DocsTask {
    Invoke-Site
    Invoke-BuildTask
    Import-Tool -Name Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
    Import-Module -Name (Join-Path $staged 'SmimeCertTools.psd1') -Force

    # Of a parameter's page only its presence is compared: pages say more than the engine knows.
    $common = [System.Management.Automation.Cmdlet]::CommonParameters +
        [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    $problems = foreach ($command in Get-Command -Module SmimeCertTools) {
        $page = [System.IO.Path]::Combine($root, 'docs', 'en-US', "$($command.Name).md")
        if (-not (Test-Path -LiteralPath $page)) {
            "$($command.Name) has no page docs/en-US/$($command.Name).md."
            continue
        }

        $help = Import-MarkdownCommandHelp -Path $page
        $documented = @($help.Parameters | ForEach-Object { $_.Name })
        $actual = @($command.Parameters.Keys | Where-Object { $_ -notin $common })
        foreach ($name in $actual | Where-Object { $_ -notin $documented }) {
            "$($command.Name) -$name is not on its page."
        }

        foreach ($name in $documented | Where-Object { $_ -notin $actual -and $_ -notin $common }) {
            "$($command.Name) has no parameter -$name, but its page has."
        }
    }

    if ($problems) {
        throw "Pages and cmdlets differ:`n$($problems -join "`n")"
    }
}

function Invoke-PackageTask {
    # As CI builds it, so that no path of this machine is in it and the same commit gives the same bytes.
    $before = $env:CI
    $env:CI = 'true'
    try {
        Invoke-BuildTask
    }
    finally {
        $env:CI = $before
    }

    $folder = [System.IO.Path]::Combine($root, 'artifacts', 'package')
    $null = New-Item -Path $folder -ItemType Directory -Force
    Get-ChildItem -LiteralPath $folder | Remove-Item -Recurse

    $staging = Import-PowerShellDataFile -Path (Join-Path $staged 'SmimeCertTools.psd1')
    $facts = Join-Path $folder 'facts.json'
    ConvertTo-Json -InputObject $staging -Depth 5 | Set-Content -LiteralPath $facts -Encoding UTF8
    $project = [System.IO.Path]::Combine($root, 'src', 'SmimeCertTools.Package')
    Invoke-DotNet -Arguments 'run', '--project', $project, '--configuration', $Configuration, '--no-build', '--', 'pack',
        '--module', $staged, '--facts', $facts, '--output', $folder,
        '--icon', ([System.IO.Path]::Combine($root, 'docs', 'icon.png')) |
        Out-Null
    Remove-Item -LiteralPath $facts

    # What the package is made of, for those who look for vulnerable parts. The tool is .config/dotnet-tools.json's.
    $null = Test-ModuleManifest -Path (Join-Path $staged 'SmimeCertTools.psd1')
    Push-Location -LiteralPath $root
    try {
        Invoke-DotNet -Arguments 'tool', 'restore' | Out-Null
        $loader = [System.IO.Path]::Combine('src', 'SmimeCertTools.Loader', 'SmimeCertTools.Loader.csproj')
        Invoke-DotNet -Arguments 'CycloneDX', $loader, '--recursive', '--output', $folder,
            '--filename', "SmimeCertTools.$label.cdx.json", '--output-format', 'Json',
            '--set-name', 'SmimeCertTools', '--set-version', $label, '--set-type', 'Library',
            '--disable-package-restore' | Out-Null
    }
    finally {
        Pop-Location
    }

    Get-ChildItem -LiteralPath $folder
}

function Invoke-MutationTask {
    & ([System.IO.Path]::Combine($root, 'tests', 'SmimeCertTools.Core.Tests', 'Mutation', 'Measure-Mutation.ps1'))
}

# The tests that compare the pictures with what there is to see draw them.
function Invoke-PicturesTask {
    $env:SMIME_PICTURES = 'draw'
    try {
        $tests = [System.IO.Path]::Combine($root, 'tests', 'SmimeCertTools.Packaging.Tests')
        Invoke-DotNet -Arguments 'test', $tests, '--filter', 'FullyQualifiedName~QuickstartTests' | Out-Host
        $tests = [System.IO.Path]::Combine($root, 'tests', 'SmimeCertTools.Browser.Tests')
        Invoke-DotNet -Arguments 'test', $tests, '--filter', 'FullyQualifiedName~ReportPictureTests' | Out-Host
    }
    finally {
        $env:SMIME_PICTURES = $null
    }

    Get-ChildItem -LiteralPath ([System.IO.Path]::Combine($root, 'docs', 'images'))
}

try {
    switch ($Task) {
        'Build' { Invoke-BuildTask }
        'Test' { Invoke-TestTask }
        'Analyze' { Invoke-AnalyzeTask }
        'Docs' { Invoke-DocsTask }
        'Package' { Invoke-PackageTask }
        'Mutation' { Invoke-MutationTask }
        'Pictures' { Invoke-PicturesTask }
    }
}
catch {
    Write-Host "What to do next: $($nextStep[$Task])"
    throw
}
