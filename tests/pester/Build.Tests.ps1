BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')

    # In a PowerShell of its own, since the script ends with an error. It starts nothing: what it needs is not found.
    function Invoke-Build {
        param([string] $Task, [string] $Preparation)

        $command = @(Get-PowerShellCommand)
        $build = Get-RepositoryPath 'build.ps1'
        $output = & $command[0] @($command | Select-Object -Skip 1) -NoProfile -NonInteractive -Command (
            "$Preparation; try { & '$build' -Task $Task } catch { `"Error: `$_`"; exit 1 }") 6>&1
        [pscustomobject] @{ ExitCode = $LASTEXITCODE; Output = @($output | ForEach-Object { "$_" }) -join "`n" }
    }

    function Get-NextStep {
        param([string] $Output)

        [regex]::Match($Output, 'What to do next: .+').Value
    }
}

Describe 'build.ps1' {
    It 'says what to do where there is no SDK' {
        $run = Invoke-Build -Task Build -Preparation "`$env:PATH = ''"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'no dotnet command on the PATH\. Install the \.NET 10 SDK'
        Get-NextStep $run.Output | Should -Match 'dotnet restore'
    }

    It 'says how to get a module that a task needs' {
        # In PowerShell's own folder of modules it is not.
        $run = Invoke-Build -Task Analyze -Preparation "`$env:PSModulePath = [System.IO.Path]::Combine(`$PSHOME, 'Modules')"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'Install-Module PSScriptAnalyzer -Scope CurrentUser'
        Get-NextStep $run.Output | Should -Match 'PSScriptAnalyzerSettings\.psd1'
    }

    It 'has a next step for every task' {
        $ast = [System.Management.Automation.Language.Parser]::ParseFile(
            (Get-RepositoryPath 'build.ps1'), [ref] $null, [ref] $null)
        $tasks = $ast.ParamBlock.Parameters[0].Attributes |
            Where-Object { $_.TypeName.Name -eq 'ValidateSet' } |
            ForEach-Object { $_.PositionalArguments.Value }
        $steps = $ast.Find({ $args[0] -is [System.Management.Automation.Language.AssignmentStatementAst] -and
                $args[0].Left.Extent.Text -eq '$nextStep' }, $true).Right.Expression.KeyValuePairs.Item1.Value
        $steps | Sort-Object | Should -Be ($tasks | Sort-Object)
    }
}
