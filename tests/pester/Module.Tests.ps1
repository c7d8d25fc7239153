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
        $exported = @(Get-Command -Module SmimeCertTools -CommandType Cmdlet).Name | Sort-Object
        $exported | Should -Be ($data.CmdletsToExport | Sort-Object)
        $aliases = @(Get-Command -Module SmimeCertTools -CommandType Alias).Name | Sort-Object
        $aliases | Should -Be ($data.AliasesToExport | Sort-Object)
    }

    It 'has a name with Smime in it for every cmdlet' {
        $found = Get-Command -Name '*Smime*' -Module SmimeCertTools |
            ForEach-Object { if ($_.CommandType -eq 'Alias') { $_.Definition } else { $_.Name } }
        $found | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
        foreach ($alias in $data.AliasesToExport) {
            (Get-Help -Name $alias).Name | Should -Be (Get-Alias -Name $alias).Definition
        }
    }

    It 'says how to connect when there is no connection' {
        { Get-SmimeUserPfx -ErrorAction Stop } | Should -Throw '*Connect-SmimeGraph*'
    }

    It 'shares its enumerations with whoever writes their names' {
        [SmimeCertTools.Types.UserPfxPurpose]::SmimeSigning | Should -Be 'SmimeSigning'
        (Get-Command -Name New-PkcsImportedProfile).Parameters['IntendedPurpose'].ParameterType |
            Should -Be ([SmimeCertTools.Types.UserPfxPurpose])
    }

    It 'can be removed and imported again' {
        Remove-Module -Name SmimeCertTools
        Import-Module -Name $manifest
        Get-Command -Name Import-SmimeUserPfx | Should -Not -BeNullOrEmpty
    }

    It 'has help with a synopsis, examples and a description of each parameter for all cmdlets' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters +
            [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($command in Get-Command -Module SmimeCertTools -CommandType Cmdlet) {
            $help = Get-Help -Name $command.Name -Full
            $help.Synopsis | Should -Not -Match "^\s*$($command.Name)" -Because "$($command.Name) needs more than its syntax"
            @($help.examples.example).Count | Should -BeGreaterThan 0 -Because $command.Name
            foreach ($parameter in $command.Parameters.Keys | Where-Object { $_ -notin $common }) {
                $text = Get-Help -Name $command.Name -Parameter $parameter
                ($text.description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "$($command.Name) -$parameter"
                $text.defaultValue | Should -Not -Match '\[|Hashtable' -Because "$($command.Name) -$parameter"
            }
        }
    }

    It 'has help that shows each example below an empty line' {
        foreach ($command in Get-Command -Module SmimeCertTools -CommandType Cmdlet) {
            $lines = (Get-Help -Name $command.Name -Examples | Out-String) -split '\r?\n'
            for ($index = 1; $index -lt $lines.Count; $index++) {
                if ($lines[$index] -match '^\s*--- ') {
                    $lines[$index - 1].Trim() | Should -BeNullOrEmpty -Because "$($command.Name): $($lines[$index])"
                }
            }
        }
    }

    It 'has help that names the type of everything that the pipeline brings' {
        foreach ($command in Get-Command -Module SmimeCertTools -CommandType Cmdlet) {
            $named = @((Get-Help -Name $command.Name -Full).inputTypes.inputType.type.name) -replace '\[\]$'
            foreach ($parameter in $command.Parameters.Values) {
                $uses = $parameter.ParameterSets.Values
                if ($uses.ValueFromPipeline -contains $true -or $uses.ValueFromPipelineByPropertyName -contains $true) {
                    $type = $parameter.ParameterType
                    if ([System.Nullable]::GetUnderlyingType($type)) {
                        $type = [System.Nullable]::GetUnderlyingType($type)
                    }

                    # What binds whatever comes, to be judged later, has no type to name.
                    if ($type -in [object], [switch]) {
                        $named | Should -Not -BeNullOrEmpty -Because $command.Name
                        continue
                    }

                    $named | Should -Contain ($type.FullName -replace '\[\]$') -Because "$($command.Name) -$($parameter.Name)"
                }
            }
        }
    }
}
