BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    $manifest = Get-ModuleManifest
    $data = Import-PowerShellDataFile -Path $manifest
    Import-Module -Name $manifest -Force
}

Describe 'The module' {
    It 'has a manifest that the engine accepts' {
        (Test-ModuleManifest -Path $manifest).Version.ToString() | Should -Be $data.ModuleVersion
    }

    It 'exports what the manifest names' {
        $exported = @(Get-Command -Module SmimeCertTools).Name | Sort-Object
        $exported | Should -Be ($data.CmdletsToExport | Sort-Object)
    }

    It 'says how to connect when there is no connection' {
        { Get-SmimeUserPfx -ErrorAction Stop } | Should -Throw '*Connect-SmimeGraph*'
    }

    It 'shares its enumerations with whoever writes their names' {
        [SmimeCertTools.Types.UserPfxPurpose]::SmimeSigning | Should -Be 'SmimeSigning'
        (Get-Command -Name Import-SmimeUserPfx).Parameters['IntendedPurpose'].ParameterType |
            Should -Be ([System.Nullable[SmimeCertTools.Types.UserPfxPurpose]])
    }

    It 'can be removed and imported again' {
        Remove-Module -Name SmimeCertTools
        Import-Module -Name $manifest
        Get-Command -Name Import-SmimeUserPfx | Should -Not -BeNullOrEmpty
    }

    It 'has help with a synopsis, examples and a description of each parameter for all cmdlets' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters +
            [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($command in Get-Command -Module SmimeCertTools) {
            $help = Get-Help -Name $command.Name -Full
            $help.Synopsis | Should -Not -Match "^\s*$($command.Name)" -Because "$($command.Name) needs more than its syntax"
            @($help.examples.example).Count | Should -BeGreaterThan 0 -Because $command.Name
            foreach ($parameter in $command.Parameters.Keys | Where-Object { $_ -notin $common }) {
                $text = Get-Help -Name $command.Name -Parameter $parameter
                ($text.description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "$($command.Name) -$parameter"
            }
        }
    }
}
