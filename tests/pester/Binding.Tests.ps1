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
        'Export-SmimeCertificate'       = @{ WhatIf = $true; Destination = Join-Path $TestDrive 'certificates.csv' }
        'Export-SmimeReport'            = @{ WhatIf = $true; Path = Join-Path $TestDrive 'report.json' }
        'Import-SmimeUserPfx'           = @{ WhatIf = $true }
        'Convert-SmimePfx'              = @{ WhatIf = $true; RandomPassword = $true }
        'Remove-SmimeUserPfx'           = @{ WhatIf = $true }
        'New-SmimeEmailProfile'         = @{
            WhatIf = $true; Platform = 'iOS'; Name = 'x'; HostName = 'x.contoso.com'; AccountName = 'x'
        }
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
        $results = Get-Row -Change $Change |
            Import-SmimeUserPfx @common -SummaryVariable summary -ErrorAction SilentlyContinue -ErrorVariable errors

        $errors.FullyQualifiedErrorId.Split(',')[0] | Should -Be $ErrorId
        Get-ErrorText -ErrorRecord $errors | Should -Not -Match ([regex]::Escape($sample.Text))
        Get-ErrorText -ErrorRecord $Error | Should -Not -Match ([regex]::Escape($sample.Text))
        $results[0].Status | Should -Be 'Failed'
        $results[0].ErrorId | Should -Be $ErrorId
        $summary.Rows | Should -Be 1
        $summary.Invalid | Should -Be 1
        $summary.IsComplete | Should -BeFalse
    }

    It 'counts every row, good and bad' {
        $rows = (Get-Row), (Get-Row -Change @{ IntendedPurpose = 'Foo' }), (Get-Row -Change @{ Password = 5 })
        $null = $rows | Import-SmimeUserPfx @common -SummaryVariable summary -ErrorAction SilentlyContinue
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
        ($results.Status.ForEach('ToString') | Sort-Object) | Should -Be 'Failed', 'Imported'
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

Describe 'Rows that bind' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        $sample = $files.SelfSigned
        $user = 'anna@contoso.com'
        $common = @{ PublicKeyPath = $files.ConnectorPublicKey }
        $secret = ConvertTo-SecureString -String $sample.Text -AsPlainText -Force
        $credential = [pscredential]::new('anna', $secret)
        $secretFile = Join-Path $TestDrive 'secret.txt'
        Set-Content -LiteralPath $secretFile -Value $sample.Text -Encoding UTF8

        # What comes by pipeline, by name.
        $inputs = @{
            'a path'                        = {
                [pscustomobject]@{ UserPrincipalName = $user; Path = $sample.Path; Password = $sample.Text }
            }
            'names of the earlier scripts'  = {
                [pscustomobject]@{ UPN = $user; PathToPfxFile = $sample.Path; PfxPassword = $sample.Text }
            }
            'FullName'                      = {
                [pscustomobject]@{ UserPrincipalName = $user; FullName = $sample.Path; Password = $sample.Text }
            }
            'LiteralPath'                   = {
                [pscustomobject]@{ UserPrincipalName = $user; LiteralPath = $sample.Path; Password = $sample.Text }
            }
            'PSPath'                        = {
                [pscustomobject]@{ UserPrincipalName = $user; PSPath = (Get-Item $sample.Path).PSPath; Password = $sample.Text }
            }
            'LP'                            = { [pscustomobject]@{ UPN = $user; LP = $sample.Path; Password = $sample.Text } }
            'a SecureString'                = {
                [pscustomobject]@{ UserPrincipalName = $user; FullName = $sample.Path; Password = $secret }
            }
            'a credential'                  = {
                [pscustomobject]@{ UserPrincipalName = $user; Path = $sample.Path; Password = $credential }
            }
            'a password file'               = {
                [pscustomobject]@{ UserPrincipalName = $user; FullName = $sample.Path; PasswordFile = $secretFile }
            }
            'both kinds of path'            = {
                [pscustomobject]@{
                    UserPrincipalName = $user; Path = $sample.Path; FullName = 'none.pfx'; Password = $sample.Text
                }
            }
            'an empty path beside FullName' = {
                [pscustomobject]@{ UserPrincipalName = $user; Path = ''; FullName = $sample.Path; Password = $sample.Text }
            }
            'a hashtable'                   = { @{ UserPrincipalName = $user; Path = $sample.Path; Password = $sample.Text } }
            'a hashtable with FullName'     = { @{ upn = $user; fullname = $sample.Path; password = $sample.Text } }
            'an ordered dictionary'         = {
                [ordered]@{ UserPrincipalName = $user; LiteralPath = $sample.Path; Password = $sample.Text }
            }
            'a hashtable made an object'    = {
                [pscustomobject]@{ Department = 'x'; UserPrincipalName = $user; FullName = $sample.Path; Password = $sample.Text }
            }
            'a file with properties'        = {
                Get-ChildItem -LiteralPath $sample.Path |
                    Add-Member -NotePropertyMembers @{ UserPrincipalName = $user; Password = $sample.Text } -PassThru
            }
            'a file through Select-Object'  = {
                Get-Item -LiteralPath $sample.Path |
                    Select-Object -Property FullName, @{ n = 'UserPrincipalName'; e = { $user } },
                        @{ n = 'Password'; e = { $sample.Text } }
            }
            'a file object as path'         = {
                [pscustomobject]@{ UserPrincipalName = $user; Path = Get-Item $sample.Path; Password = $sample.Text }
            }
            'a row of a CSV file'           = {
                $csv = Join-Path $TestDrive 'row.csv'
                [pscustomobject]@{
                    UserPrincipalName = "  $user"; FullName = "$([char]0xA0)$($sample.Path) "; Password = $sample.Text
                    IntendedPurpose = ''
                } |
                    Export-Csv -Path $csv -NoTypeInformation -Encoding UTF8
                Import-Csv -Path $csv -Encoding UTF8
            }
            'a row of JSON'                 = {
                @{ UserPrincipalName = $user; LiteralPath = $sample.Path; Password = $sample.Text; IntendedPurpose = 1 } |
                    ConvertTo-Json | ConvertFrom-Json
            }
            'a row of a table'              = {
                $table = [System.Data.DataTable]::new()
                'UserPrincipalName', 'FullName', 'Password', 'IntendedPurpose' | ForEach-Object { $null = $table.Columns.Add($_) }
                $null = $table.Rows.Add($user, $sample.Path, $sample.Text, [System.DBNull]::Value)
                $table.Rows[0]
            }
        }
        $kinds = $inputs
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    AfterEach {
        Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' |
            Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
    }

    Describe 'of <_>' -ForEach @(
        'a path', 'names of the earlier scripts', 'FullName', 'LiteralPath', 'PSPath', 'LP', 'a SecureString', 'a credential',
        'a password file', 'both kinds of path', 'an empty path beside FullName', 'a hashtable', 'a hashtable with FullName',
        'an ordered dictionary', 'a hashtable made an object', 'a file with properties', 'a file through Select-Object',
        'a file object as path', 'a row of a CSV file', 'a row of JSON', 'a row of a table'
    ) {
        It 'are imported' {
            $result = & $kinds[$_] | Import-SmimeUserPfx @common -ErrorAction Stop
            $result.Status | Should -Be 'Imported'
            $result.UserPrincipalName | Should -Be $user
            $result.Thumbprint | Should -Be $sample.Thumbprint
        }

        It 'are made records' {
            $record = & $kinds[$_] | New-SmimeUserPfx @common -ErrorAction Stop
            $record.Thumbprint | Should -Be $sample.Thumbprint
            $record.UserPrincipalName | Should -Be $user
        }

        It 'are read, tested and converted' -Skip:($_ -in 'a password file', 'names of the earlier scripts') {
            (& $kinds[$_] | Get-SmimePfx -ErrorAction Stop).IsOpened | Should -BeTrue
            (& $kinds[$_] | Test-SmimePfx -Quiet -ErrorAction Stop) | Should -BeTrue
            $target = Join-Path $TestDrive 'converted.pfx'
            (& $kinds[$_] | Convert-SmimePfx -RandomPassword -DestinationPath $target -Force -ErrorAction Stop).Thumbprint |
                Should -Be $sample.Thumbprint
        }
    }

    It 'takes file and user by position' {
        (Import-SmimeUserPfx $sample.Path $user -Password $secret @common).Status | Should -Be 'Imported'
        (New-SmimeUserPfx $sample.Path $user -Password $secret @common).Thumbprint | Should -Be $sample.Thumbprint
    }

    It 'takes paths as text, and files' {
        ($sample.Path | Import-SmimeUserPfx -UserPrincipalName $user -Password $secret @common).Status | Should -Be 'Imported'
        (Get-Item $sample.Path | Import-SmimeUserPfx -UserPrincipalName $user -Password $secret @common).Status |
            Should -Be 'AlreadyPresent'
    }

    It 'takes records beside rows' {
        $record = New-SmimeUserPfx $sample.Path $user -Password $secret @common
        ($record | Import-SmimeUserPfx).Status | Should -Be 'Imported'
        ($record | ConvertTo-Json | ConvertFrom-Json | Import-SmimeUserPfx).Status | Should -Be 'AlreadyPresent'
        (Import-SmimeUserPfx -InputObject $record).Status | Should -Be 'AlreadyPresent'
        (Import-SmimeUserPfx -CertificateList @($record)).Status | Should -Be 'AlreadyPresent'
    }

    It 'passes over blank rows, with no-break spaces in them as well' {
        $blank = [pscustomobject]@{ UserPrincipalName = " $([char]0xA0)"; Path = ''; Password = $null }
        $blank, $blank | Import-SmimeUserPfx @common -SummaryVariable summary -ErrorAction Stop | Should -BeNullOrEmpty
        $summary.Rows | Should -Be 0
        Set-Content -LiteralPath (Join-Path $TestDrive 'blank.csv') -Encoding UTF8 -Value @(
            'UserPrincipalName,Path,Password', " $([char]0xA0),,", ',,')
        Import-SmimeUserPfx -ManifestPath (Join-Path $TestDrive 'blank.csv') @common -SummaryVariable summary |
            Should -BeNullOrEmpty
        $summary.Rows | Should -Be 0
    }

    It 'takes a path with backslashes' {
        Push-Location -LiteralPath (Split-Path $sample.Path)
        try {
            $leaf = Split-Path $sample.Path -Leaf
            (Import-SmimeUserPfx ".\$leaf" $user -Password $secret @common).Status | Should -Be 'Imported'
            $list = Join-Path $TestDrive 'backslash.csv'
            Copy-Item -LiteralPath $sample.Path -Destination (Join-Path $TestDrive 'own.pfx')
            [pscustomobject]@{ UserPrincipalName = $user; Path = '.\own.pfx'; Password = $sample.Text } |
                Export-Csv -Path $list -NoTypeInformation -Encoding UTF8
            (Import-SmimeUserPfx -ManifestPath $list @common).Status | Should -Be 'AlreadyPresent'
        }
        finally {
            Pop-Location
        }
    }

    It 'gives a purpose to the rows of a list that have none' {
        $list = Join-Path $TestDrive 'purpose.csv'
        [pscustomobject]@{ UserPrincipalName = $user; Path = $sample.Path; Password = $sample.Text; IntendedPurpose = '' } |
            Export-Csv -Path $list -NoTypeInformation -Encoding UTF8
        $made = Import-SmimeUserPfx -ManifestPath $list -IntendedPurpose SmimeSigning @common -WarningAction SilentlyContinue
        $made.IntendedPurpose | Should -Be 'SmimeSigning'
    }

    It 'takes users by value' {
        $sample.Path | Import-SmimeUserPfx -UserPrincipalName $user -Password $secret @common | Out-Null
        $list = Join-Path $TestDrive 'users.txt'
        Set-Content -LiteralPath $list -Value $user, '' -Encoding UTF8
        (Get-Content -LiteralPath $list | Get-UserCertHistory).Thumbprint | Should -Be $sample.Thumbprint
        ($user | Get-SmimeUserPfx).Thumbprint | Should -Be $sample.Thumbprint
        ($user | Remove-SmimeUserPfx -All -Confirm:$false -PassThru -WarningAction SilentlyContinue).Status | Should -Be 'Removed'
    }

    It 'reads each user of what Get-SmimeUserPfx shows once' {
        $sample.Path | Import-SmimeUserPfx -UserPrincipalName $user -Password $secret @common | Out-Null
        $files.Issued.Path | Import-SmimeUserPfx -UserPrincipalName $user -Password $files.Issued.Text `
            -IntendedPurpose SmimeSigning @common | Out-Null
        @(Get-SmimeUserPfx $user).Count | Should -Be 2
        @(Get-SmimeUserPfx $user | Get-UserCertHistory).Count | Should -Be 2
    }

    It 'says what is missing instead of asking for an array: <Name>' -ForEach @(
        @{ Name = 'Import-SmimeUserPfx'; Script = { Import-SmimeUserPfx }; ErrorId = 'PathMissing' }
        @{ Name = 'New-SmimeUserPfx'; Script = { New-SmimeUserPfx }; ErrorId = 'PathMissing' }
        @{ Name = 'Get-SmimePfx'; Script = { Get-SmimePfx }; ErrorId = 'PathMissing' }
        @{ Name = 'Test-SmimePfx'; Script = { Test-SmimePfx }; ErrorId = 'PathMissing' }
        @{ Name = 'Test-SmimeMessage'; Script = { Test-SmimeMessage }; ErrorId = 'PathMissing' }
        @{ Name = 'Convert-SmimePfx'; Script = { Convert-SmimePfx -RandomPassword }; ErrorId = 'PathMissing' }
        @{ Name = 'Get-UserCertHistory'; Script = { Get-UserCertHistory }; ErrorId = 'UserPrincipalNameInvalid' }
        @{ Name = 'Remove-SmimeUserPfx'; Script = { Remove-SmimeUserPfx }; ErrorId = 'UserPrincipalNameInvalid' }
        @{ Name = 'Remove-SmimeUserPfx bob'; Script = { Remove-SmimeUserPfx bob@contoso.com }; ErrorId = 'ThumbprintInvalid' }
        @{ Name = 'Remove-SmimeProfile'; Script = { Remove-SmimeProfile }; ErrorId = 'ValueUnusable' }
        @{ Name = 'Import-SmimeConnectorKey'; Script = { Import-SmimeConnectorKey }; ErrorId = 'PathMissing' }
    ) {
        $Script | Should -Throw -ErrorId "$ErrorId,*"
    }
}
