# PowerShell does not index what C# makes for an interface of a list: $pfx.Certificates[0] would be the whole list, and [1]
# nothing.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    $assembly = (Get-Command -Name Get-SmimePfx).ImplementingType.Assembly
    $types = $assembly.GetExportedTypes() | Where-Object { $_.Name -like 'Smime*' -and -not $_.IsEnum }
    $lists = foreach ($type in $types) {
        foreach ($property in $type.GetProperties()) {
            if ($property.PropertyType -ne [string] -and
                [System.Collections.IEnumerable].IsAssignableFrom($property.PropertyType)) {
                @{
                    Type      = $type.Name
                    Property  = $property.Name
                    IsIndexed = [System.Collections.IList].IsAssignableFrom($property.PropertyType)
                }
            }
        }
    }
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    $assembly = (Get-Command -Name Get-SmimePfx).ImplementingType.Assembly
    $counted = @($assembly.GetExportedTypes() | Where-Object { $_.Name -like 'Smime*' })

    # Every list of an object, its elements' own lists too, can be indexed.
    function Assert-Indexed {
        param([object] $InputObject)

        foreach ($property in $InputObject.PSObject.Properties) {
            $value = $property.Value
            if ($value -is [System.Collections.IEnumerable] -and $value -isnot [string] -and $value -isnot [securestring]) {
                , $value | Should -BeOfType [System.Collections.IList] -Because "$($property.Name) is a list"
                for ($i = 0; $i -lt $value.Count; $i++) {
                    , $value[$i] |
                        Should -Not -BeOfType [System.Collections.IList] -Because "$($property.Name)[$i] is one element"
                    $value[$i] | Should -Not -BeNullOrEmpty
                }

                foreach ($element in $value) {
                    if ($element.GetType().Name -like 'Smime*') {
                        Assert-Indexed -InputObject $element
                    }
                }
            }
        }
    }
}

Describe 'Lists of output' {
    It 'knows types of output' {
        $counted.Count | Should -BeGreaterThan 15
    }

    It '<Type>.<Property> can be indexed' -ForEach $lists {
        $IsIndexed | Should -BeTrue
    }

    It 'are indexed by what reads and converts files' -Tag Samples -Skip:(-not (Test-SampleFile)) {
        $sample = (Get-SampleFile).Issued
        $pfx = Get-SmimePfx -Path $sample.Path -Password $sample.Text
        $pfx.Certificates[0].Thumbprint | Should -BeOfType [string]
        Assert-Indexed -InputObject $pfx
        foreach ($certificate in Get-SmimePfx -Path $sample.Path -Password $sample.Text -Certificate) {
            Assert-Indexed -InputObject $certificate
        }

        Assert-Indexed -InputObject (Convert-SmimePfx -Path $sample.Path -Password $sample.Text -RandomPassword `
                -DestinationPath (Join-Path $TestDrive 'converted.pfx'))
    }

    It 'are indexed by what the session shows' -Tag Sandbox -Skip:(-not (Test-Sandbox)) {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        try {
            Assert-Indexed -InputObject (Get-SmimeGraphContext)
        }
        finally {
            Disconnect-SmimeGraph
        }
    }
}
