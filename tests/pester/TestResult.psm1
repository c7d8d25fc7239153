# A Pester run as JSON, for those who show each test as one of their own (tests/SmimeCertTools.Pester.Tests).
Set-StrictMode -Version 3.0

function Get-TestSkipReason {
    param([object] $Test)

    # Set-ItResult -Skipped -Because says it; a test with -Skip has tags.
    $said = $Test.ErrorRecord | Select-Object -First 1
    if ($said -and "$said" -match '(?s)^is skipped, because (.+)$') {
        return $Matches[1]
    }

    $tags = [System.Collections.Generic.List[string]]::new()
    for ($block = $Test; $block; $block = if ($block.PSObject.Properties['Block']) { $block.Block } else { $block.Parent }) {
        $block.Tag | Where-Object { $_ } | ForEach-Object { $tags.Add($_) }
    }

    $reason = Get-SkipReason -Tag $tags.ToArray()
    if ($reason) {
        return $reason
    }

    "No reason is given in line $($Test.StartLine)."
}

# "<_>" and "<name>" of data, which Pester puts in only when it runs a test.
function Expand-Name {
    param([string] $Name, [object] $Data)

    [regex]::Replace($Name, '<([\w.]+)>', {
            param($found)

            $value = $Data
            foreach ($part in $found.Groups[1].Value.Split('.')) {
                if ($part -eq '_') {
                    continue
                }

                if ($value -is [System.Collections.IDictionary] -and $value.Contains($part)) {
                    $value = $value[$part]
                }
                elseif ($null -ne $value -and $value.PSObject.Properties[$part]) {
                    $value = $value.$part
                }
                else {
                    return $found.Value
                }
            }

            "$value"
        })
}

function Get-DisplayName {
    param([object] $Test)

    $names = [System.Collections.Generic.List[string]]::new()
    $names.Add((Expand-Name -Name $Test.Name -Data $Test.Data))
    for ($block = $Test.Block; $block -and -not $block.IsRoot; $block = $block.Parent) {
        $names.Insert(0, (Expand-Name -Name $block.Name -Data $block.Data))
    }

    $names -join ': '
}

function Get-ErrorText {
    param([object[]] $ErrorRecord)

    ($ErrorRecord | Where-Object { $_ } | ForEach-Object {
        $trace = if ($_.PSObject.Properties['DisplayStackTrace']) { $_.DisplayStackTrace } else { $_.ScriptStackTrace }
        "$($_.Exception.Message)`n$trace"
    }) -join "`n"
}

# BeforeAll and AfterAll: an error there is no test's own.
function Get-BlockError {
    param([object] $Block)

    if ($Block.ErrorRecord.Count -gt 0) {
        "$(if ($Block.IsRoot) { 'The file' } else { $Block.ExpandedPath }): $(Get-ErrorText -ErrorRecord $Block.ErrorRecord)"
    }

    foreach ($inner in $Block.Blocks) {
        Get-BlockError -Block $inner
    }
}

function Export-TestResult {
    param([object] $Run, [string] $Path)

    $files = foreach ($container in $Run.Containers) {
        $name = Split-Path -Leaf "$($container.Item)"
        $problems = @(
            if ($container.ErrorRecord.Count -gt 0) { Get-ErrorText -ErrorRecord $container.ErrorRecord }
            foreach ($block in $container.Blocks) { Get-BlockError -Block $block }
        )
        $seen = @{}
        $tests = foreach ($test in $Run.Tests | Where-Object { $_.ScriptBlock.File -eq "$($container.Item)" }) {
            # The same name may stand twice, with data or without; the order is that of the file.
            $key = $test.Path -join ' > '
            $seen[$key] = 1 + $(if ($seen.ContainsKey($key)) { $seen[$key] } else { 0 })
            [ordered]@{
                key        = "$key #$($seen[$key])"
                name       = Get-DisplayName -Test $test
                line       = $test.StartLine
                result     = "$($test.Result)"
                seconds    = $test.Duration.TotalSeconds
                message    = if ("$($test.Result)" -eq 'Failed') { Get-ErrorText -ErrorRecord $test.ErrorRecord }
                skipReason = if ("$($test.Result)" -eq 'Skipped') { Get-TestSkipReason -Test $test }
            }
        }
        [ordered]@{ name = $name; problem = $problems -join "`n"; tests = @($tests) }
    }

    $json = ConvertTo-Json -InputObject ([ordered]@{ files = @($files) }) -Depth 5
    [System.IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), $json)
}

Export-ModuleMember -Function Get-TestSkipReason, Export-TestResult
