# Stand-ins for every type that the module writes: each property filled in, with dates at the ends of what there is, under the
# type's name, so that its views show them. And what views make of them.
Set-StrictMode -Version 3.0

function Get-OutputType {
    [CmdletBinding()]
    param()

    $assembly = (Get-Command -Name Get-SmimePfx).ImplementingType.Assembly
    @($assembly.GetExportedTypes()) |
        Where-Object { $_.Name.StartsWith('Smime') -and $_.IsClass -and -not $_.IsAbstract -and
            $_.Namespace -ne 'SmimeCertTools.Hosting' } |
        Sort-Object -Property FullName
}

function Get-StandInValue {
    param([type] $Type, [string] $Name, [datetime] $Moment)

    $plain = [Nullable]::GetUnderlyingType($Type)
    if (-not $plain) {
        $plain = $Type
    }

    if ($plain -eq [datetime]) { return $Moment }
    if ($plain -eq [DateTimeOffset]) { return [DateTimeOffset]::new([datetime]::SpecifyKind($Moment, 'Utc')) }
    if ($plain -eq [timespan]) { return [timespan]::FromSeconds(61) }
    if ($plain.IsEnum) { return [enum]::GetValues($plain) | Sort-Object { "$_".Length } | Select-Object -Last 1 }
    if ($plain -eq [bool]) { return $true }
    if ($plain -eq [int] -or $plain -eq [long] -or $plain -eq [double]) { return $plain::Parse('7') }
    if ($plain -eq [uri]) { return [uri] 'https://graph.microsoft.com/' }
    if ($Name -like '*Thumbprint' -or $Name -eq 'Thumbprints') { return 'A1B2C3D4E5' * 4 }
    if ($Name -eq 'Fingerprint') { return 'F0E1D2C3' * 8 }
    if ($Name -eq 'UserPrincipalName') { return 'maximiliana.sonnenschein@contoso.com' }
    if ($plain -eq [string] -and $Name -like '*DateTime') { return '2081-01-02T03:04:05Z' }
    if ($plain -eq [string] -or $plain -eq [object]) { return "$Name text" }
    if ($plain.IsArray -and $plain.GetElementType() -eq [string]) { return , [string[]] ("$Name one", "$Name two") }
    if ($plain.Namespace -like 'System.Collections*') { return , [string[]] ("$Name one", "$Name two") }
    if ($plain.IsArray -and $plain.GetElementType().IsEnum) { return , @([enum]::GetValues($plain.GetElementType())[0]) }
    if ($plain.IsArray) { return , @(New-StandIn -Type $plain.GetElementType() -Moment $Moment) }
    if ($plain.FullName -like 'SmimeCertTools.*') { return New-StandIn -Type $plain -Moment $Moment }
    return "$Name text"
}

function New-StandIn {
    [CmdletBinding()]
    param([type] $Type, [datetime] $Moment = [datetime]::new(2081, 1, 2, 3, 4, 5))

    $members = [ordered] @{ PSTypeName = $Type.FullName }
    foreach ($property in $Type.GetProperties()) {
        $members[$property.Name] = Get-StandInValue -Type $property.PropertyType -Name $property.Name -Moment $Moment
    }

    # What a list or another object shows of it.
    [pscustomobject] $members | Add-Member -MemberType ScriptMethod -Name ToString -Value { 'an object' } -Force -PassThru
}

# The views of a type, in the order of choice: the first is the default.
function Get-View {
    [CmdletBinding()]
    param([type] $Type)

    foreach ($view in Get-FormatData -TypeName $Type.FullName | ForEach-Object -MemberName FormatViewDefinition) {
        $control = $view.Control
        $headings = @(switch ($control.GetType().Name) {
                TableControl {
                    for ($index = 0; $index -lt $control.Headers.Count; $index++) {
                        $label = $control.Headers[$index].Label
                        if ($label) { $label } else { $control.Rows[0].Columns[$index].DisplayEntry.Value }
                    }
                }
                ListControl {
                    $control.Entries[0].Items | ForEach-Object { if ($_.Label) { $_.Label } else { $_.DisplayEntry.Value } }
                }
            })
        if ($control.GroupBy) {
            $headings += if ($control.GroupBy.Label) { $control.GroupBy.Label } else { $control.GroupBy.Expression.Value }
        }

        [pscustomobject] @{
            Type     = $Type
            Name     = $view.Name
            Kind     = $control.GetType().Name -replace 'Control$'
            Headings = [string[]] $headings
            Columns  = if ($control.GetType().Name -eq 'TableControl') { [string[]] @($control.Headers.Label) } else { @() }
        }
    }
}

function Format-View {
    [CmdletBinding()]
    param([Parameter(ValueFromPipeline)] [object] $InputObject, [object] $View, [int] $Width = 120)

    process {
        switch ($View.Kind) {
            Table { $InputObject | Format-Table -View $View.Name | Out-String -Width $Width }
            List { $InputObject | Format-List -View $View.Name | Out-String -Width $Width }
            Custom { $InputObject | Format-Custom -View $View.Name | Out-String -Width $Width }
        }
    }
}

# Runs a script in a culture of its own.
function Invoke-InCulture {
    [CmdletBinding()]
    param([string] $Culture, [scriptblock] $Script)

    $before = [cultureinfo]::CurrentCulture
    try {
        [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($Culture)
        & $Script
    }
    finally {
        [cultureinfo]::CurrentCulture = $before
    }
}

Export-ModuleMember -Function Get-OutputType, New-StandIn, Get-View, Format-View, Invoke-InCulture
