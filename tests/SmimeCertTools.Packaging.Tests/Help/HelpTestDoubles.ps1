# Test doubles. The hosted engine has Microsoft.PowerShell.Core alone; these functions stand in for the commands of other modules
# that the examples in the documentation use. They do what the examples need of them, and no more.

function Read-Host {
    param([string] $Prompt, [switch] $AsSecureString)
    if ($Prompt.StartsWith("Token")) { $RehearsalToken } else { $RehearsalSecret }
}

function Get-Credential {
    param([string] $UserName, [string] $Message)
    [System.Management.Automation.PSCredential]::new($UserName, $RehearsalSecret)
}

function Get-AzAccessToken { param([uri] $ResourceUrl, [switch] $AsSecureString) [pscustomobject] @{ Token = $RehearsalToken } }

function ConvertTo-SecureString {
    param([string] $String, [switch] $AsPlainText, [switch] $Force)
    $secure = [System.Security.SecureString]::new()
    foreach ($character in $String.ToCharArray()) { $secure.AppendChar($character) }
    $secure
}

function Import-Csv {
    param([string] $Path)
    $lines = [System.IO.File]::ReadAllLines((Resolve-RehearsalPath $Path))
    $names = $lines[0].Split(',')
    foreach ($line in $lines[1..($lines.Length - 1)]) {
        $row = [ordered] @{}
        $values = $line.Split(',')
        for ($i = 0; $i -lt $names.Length; $i++) { $row[$names[$i]] = $values[$i] }
        [pscustomobject] $row
    }
}

function Export-Csv {
    param([Parameter(ValueFromPipeline)] $InputObject, [string] $Path, [switch] $NoTypeInformation)
    begin { $lines = [System.Collections.Generic.List[string]]::new() }
    process { $lines.Add(($InputObject.psobject.Properties.Value -join ',')) }
    end { [System.IO.File]::WriteAllLines((Resolve-RehearsalPath $Path), $lines) }
}

function ConvertTo-Json {
    param([Parameter(ValueFromPipeline)] $InputObject)
    begin { $items = [System.Collections.Generic.List[object]]::new() }
    process {
        $row = [System.Collections.Generic.Dictionary[string, object]]::new()
        foreach ($property in $InputObject.psobject.Properties) {
            $row[$property.Name] = if ($property.Value -is [enum]) { [int] $property.Value } else { [string] $property.Value }
        }
        $items.Add($row)
    }
    end { [System.Text.Json.JsonSerializer]::Serialize($items, $items.GetType()) }
}

function ConvertFrom-Json {
    param([Parameter(ValueFromPipeline)] [string] $InputObject)
    process {
        foreach ($element in [System.Text.Json.JsonDocument]::Parse($InputObject).RootElement.EnumerateArray()) {
            $row = [ordered] @{}
            foreach ($property in $element.EnumerateObject()) {
                $row[$property.Name] = if ($property.Value.ValueKind -eq 'Number') { $property.Value.GetInt64() } else { $property.Value.GetString() }
            }
            [pscustomobject] $row
        }
    }
}

function Set-Content {
    param([Parameter(ValueFromPipeline)] [string] $Value, [string] $Path, [string] $Encoding)
    process { [System.IO.File]::WriteAllText((Resolve-RehearsalPath $Path), $Value) }
}

function Get-Content {
    param([string] $Path, [switch] $Raw, [string] $Encoding)
    [System.IO.File]::ReadAllText((Resolve-RehearsalPath $Path))
}

function Get-ChildItem {
    param([string] $Path)
    foreach ($file in $ExecutionContext.SessionState.Path.GetResolvedPSPathFromPSPath($Path)) { [System.IO.FileInfo]::new($file.ProviderPath) }
}

function New-Item { param([string] $Path, [string] $ItemType) [System.IO.Directory]::CreateDirectory((Resolve-RehearsalPath $Path)) }

function Set-Secret { param([string] $Name, [securestring] $SecureStringSecret) }

function Resolve-RehearsalPath { param([string] $Path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }
