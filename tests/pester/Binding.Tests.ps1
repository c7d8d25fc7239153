# What PowerShell's engine would refuse while binding is lost to a cmdlet, and its error holds the whole row with its password: so
# everything binds, and each cmdlet judges. Asked of the real engine.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    $bound = foreach ($command in Get-Command -Module SmimeCertTools -CommandType Cmdlet) {
        foreach ($parameter in $command.Parameters.Values) {
            $sets = $parameter.ParameterSets.Values
            if ($sets.ValueFromPipeline -contains $true -or $sets.ValueFromPipelineByPropertyName -contains $true) {
                @{
                    Command   = $command.Name
                    Parameter = $parameter.Name
                    ByValue   = $sets.ValueFromPipeline -contains $true
                    ByName    = $sets.ValueFromPipelineByPropertyName -contains $true
                }
            }
        }
    }

    $hostile = 'Bomb', 'Hashtable', 'Array', 'Empty', 'Null', 'True', 'Five', 'ScriptBlock', 'Custom', 'Date'
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    if (-not ('SmimeBindingTests.Bomb' -as [type])) {
        Add-Type -TypeDefinition @'
namespace SmimeBindingTests
{
    public class Bomb
    {
        public override string ToString() { throw new System.InvalidOperationException("no text"); }
    }
}
'@
    }

    # A value of each kind that no parameter wants.
    function Get-HostileValue {
        param([string] $Kind)

        switch ($Kind) {
            'Bomb' { return [SmimeBindingTests.Bomb]::new() }
            'Hashtable' { return @{ a = 1 } }
            'Array' { return , @('a', @{ b = 2 }, $null) }
            'Empty' { return , @() }
            'Null' { return $null }
            'True' { return $true }
            'Five' { return 5 }
            'ScriptBlock' { return { 'x' } }
            'Custom' { return [pscustomobject]@{ Foo = 1 } }
            'Date' { return [datetime]::new(2026, 1, 31) }
        }
    }

    # Everything that an error record, or what it keeps of its command, shows.
    function Get-ErrorText {
        param([object[]] $ErrorRecord)

        foreach ($record in $ErrorRecord) {
            $record | Format-List -Property * -Force | Out-String
            $record.TargetObject | Format-List -Property * -Force | Out-String
            $record.Exception | Format-List -Property * -Force | Out-String
            $record.InvocationInfo.BoundParameters.Values | Format-List -Property * -Force | Out-String
        }
    }

    # What each cmdlet wants beside what comes by pipeline.
    $extra = @{
        'New-SmimeConnectorKey'         = @{ WhatIf = $true }
        'Import-SmimeConnectorKey'      = @{ WhatIf = $true }
        'Export-SmimeConnectorKey'      = @{ WhatIf = $true }
        'Import-SmimeUserPfx'           = @{ WhatIf = $true }
        'Convert-SmimePfx'              = @{ WhatIf = $true; RandomPassword = $true }
        'Remove-SmimeUserPfx'           = @{ WhatIf = $true }
        'New-SmimeEmailProfile'         = @{ WhatIf = $true; Platform = 'iOS'; Name = 'x'; HostName = 'x.contoso.com' }
        'New-TrustedRootProfile'        = @{ WhatIf = $true; Platform = 'iOS'; Name = 'x' }
        'New-PkcsCertificateProfile'    = @{
            WhatIf = $true; Platform = 'iOS'; Name = 'x'; CertificationAuthority = 'ca.contoso.com'
            CertificationAuthorityName = 'x'; CertificateTemplateName = 'x'
        }
        'Remove-SmimeProfile'           = @{ WhatIf = $true }
        'Set-SmimeProfileAssignment'    = @{ WhatIf = $true; AllDevices = $true }
    }
    if ((Test-Sandbox) -and (Test-SampleFile)) {
        $files = Get-SampleFile
        foreach ($name in 'Import-SmimeUserPfx', 'New-SmimeUserPfx') {
            $extra[$name] = @{ PublicKeyPath = $files.ConnectorPublicKey } + $(if ($extra[$name]) { $extra[$name] } else { @{} })
        }
    }
}

Describe 'Binding by pipeline' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'knows the parameters that are asked' {
        @(Get-Command -Module SmimeCertTools -CommandType Cmdlet).Count | Should -BeGreaterThan 20
    }

    Describe '<Command> -<Parameter>' -ForEach $bound {
        It 'binds <_> without an error of the engine' -ForEach $hostile {
            $value = Get-HostileValue -Kind $_
            $arguments = if ($extra[$Command]) { $extra[$Command] } else { @{} }
            $records = [System.Collections.Generic.List[object]]::new()
            $inputs = @()
            if ($ByValue) { $inputs += , $value }
            if ($ByName) { $inputs += , [pscustomobject]@{ $Parameter = $value } }
            foreach ($item in $inputs) {
                try {
                    , $item | & $Command @arguments -ErrorAction SilentlyContinue -ErrorVariable +records `
                        -WarningAction SilentlyContinue 6>$null | Out-Null
                }
                catch {
                    $records.Add($_)
                }
            }

            $engine = $records | Where-Object {
                $_.Exception -is [System.Management.Automation.ParameterBindingException] -or
                $_.Exception -is [System.Management.Automation.ExtendedTypeSystemException]
            }
            ($engine | ForEach-Object { "$($_.FullyQualifiedErrorId): $_" }) -join "`n" | Should -BeNullOrEmpty
        }
    }
}

Describe 'Rows that are wrong' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        $sample = $files.SelfSigned
        $common = @{ PublicKeyPath = $files.ConnectorPublicKey }

        function Get-Row {
            param([hashtable] $Change = @{})

            $row = @{ UserPrincipalName = 'anna@contoso.com'; Path = $sample.Path; Password = $sample.Text }
            foreach ($name in $Change.Keys) { $row[$name] = $Change[$name] }
            [pscustomobject]$row
        }
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    AfterEach {
        Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' |
            Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
    }

    It '<Name> fails its row with <ErrorId> and without the password' -ForEach @(
        @{ Name = 'A purpose that is none'; Change = @{ IntendedPurpose = 'Foo' }; ErrorId = 'PurposeUnknown' }
        @{ Name = 'A purpose of another type'; Change = @{ IntendedPurpose = @{ a = 1 } }; ErrorId = 'PurposeUnknown' }
        @{ Name = 'A path of another type'; Change = @{ Path = $true }; ErrorId = 'PathUnusable' }
        @{ Name = 'An empty path'; Change = @{ Path = ' ' }; ErrorId = 'PathMissing' }
        @{ Name = 'A misnamed path'; Change = @{ Path = $null; Paht = 'x.pfx' }; ErrorId = 'PathMissing' }
        @{ Name = 'A user of another type'; Change = @{ UserPrincipalName = @{ a = 1 } }; ErrorId = 'UserPrincipalNameInvalid' }
        @{ Name = 'A truth value that is none'; Change = @{ AllowOtherAddress = 'perhaps' }; ErrorId = 'ValueUnusable' }
        @{ Name = 'A password beside a password file'; Change = @{ PasswordFile = 'x.txt' }; ErrorId = 'PasswordUnusable' }
    ) {
        $Error.Clear()
        $results = Get-Row -Change $Change | Import-SmimeUserPfx @common -PassThru -ErrorAction SilentlyContinue -ErrorVariable errors

        $errors.FullyQualifiedErrorId.Split(',')[0] | Should -Be $ErrorId
        Get-ErrorText -ErrorRecord $errors | Should -Not -Match ([regex]::Escape($sample.Text))
        Get-ErrorText -ErrorRecord $Error | Should -Not -Match ([regex]::Escape($sample.Text))
        $results[0].Status | Should -Be 'Failed'
        $results[0].ErrorId | Should -Be $ErrorId
        $results[-1].Rows | Should -Be 1
        $results[-1].Invalid | Should -Be 1
        $results[-1].IsComplete | Should -BeFalse
    }

    It 'counts every row, good and bad' {
        $rows = (Get-Row), (Get-Row -Change @{ IntendedPurpose = 'Foo' }), (Get-Row -Change @{ Password = 5 })
        $summary = $rows | Import-SmimeUserPfx @common -PassThru -ErrorAction SilentlyContinue | Select-Object -Last 1
        $summary.Rows | Should -Be 3
        $summary.Invalid | Should -Be 2
        $summary.Imported | Should -Be 1
        $summary.IsComplete | Should -BeFalse
    }

    It 'keeps -StopOnInvalid from uploading anything' {
        $rows = (Get-Row), (Get-Row -Change @{ IntendedPurpose = 'Foo' })
        { $rows | Import-SmimeUserPfx @common -StopOnInvalid -ErrorAction SilentlyContinue } |
            Should -Throw -ErrorId 'RowsInvalid,*'
        Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' | Should -BeNullOrEmpty
    }

    It 'fails the row whose script block fails, and goes on' {
        $rows = (Get-Row), (Get-Row -Change @{ UserPrincipalName = $null })
        $results = $rows | Import-SmimeUserPfx @common -UserPrincipalName { $_.UserPrincipalName.ToLower() } `
            -ErrorAction SilentlyContinue -ErrorVariable errors
        ($results.Status | Sort-Object) | Should -Be 'Failed', 'Imported'
        $own = $errors | Where-Object { $_.FullyQualifiedErrorId -like 'UserPrincipalNameInvalid*' }
        $own | Should -HaveCount 1
        Get-ErrorText -ErrorRecord $errors | Should -Not -Match ([regex]::Escape($sample.Text))
    }

    It 'tells of a purpose given in words that is none' {
        { Import-SmimeUserPfx $sample.Path 'anna@contoso.com' -Password $sample.Text -IntendedPurpose Foo @common } |
            Should -Throw -ErrorId 'PurposeUnknown,*'
    }

    It 'completes purposes' {
        $typed = 'Import-SmimeUserPfx -IntendedPurpose Smime'
        (TabExpansion2 -inputScript $typed -cursorColumn $typed.Length).CompletionMatches.CompletionText |
            Should -Be 'SmimeEncryption', 'SmimeSigning'
    }
}
