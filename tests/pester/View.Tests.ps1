BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    $widths = 80, 120, 160
    $cultures = 'th-TH', 'ar-SA', 'fa-IR', 'ps-AF', 'he-IL', 'de-DE'
    $cultures = $cultures | Where-Object { $_ -in [cultureinfo]::GetCultures('AllCultures').Name }
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Join-Path $PSScriptRoot 'ViewTools.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    $types = Get-OutputType
    $views = @($types | ForEach-Object { Get-View -Type $_ })

    # Bold headings are no part of a text.
    function Remove-Colour {
        param([string] $Text)

        $Text -replace "$([char] 27)\[[0-9;]*m"
    }
}

Describe 'Views of all objects that the module writes' {
    It 'are there for every type' {
        $types.Count | Should -BeGreaterThan 20
        $types | Where-Object { $_ -notin $views.Type } | Should -BeNullOrEmpty
    }

    It 'are there for every type that a command says it writes' {
        $written = (Get-Command -Module SmimeCertTools -CommandType Cmdlet).OutputType.Type |
            Where-Object { $_ -like 'SmimeCertTools.*' }
        $written | Where-Object { $_ -notin $types } | Should -BeNullOrEmpty
    }

    It 'have no heading that is not a property' {
        $views | ForEach-Object {
            $view = $_
            $view.Headings | Where-Object { -not $view.Type.GetProperty($_) } | ForEach-Object { "$($view.Name): $_" }
        } | Should -BeNullOrEmpty
    }

    It 'call validity and purpose by the same names' {
        $views | Where-Object Kind -eq Table | ForEach-Object {
            $view = $_
            $view.Columns | Where-Object { $_ -match '^(Start|Expir|Valid)|IntendedPurpose' } |
                ForEach-Object { "$($view.Name): $_" }
        } | Should -BeNullOrEmpty
    }

    It 'break no heading at <_> columns' -ForEach $widths {
        $width = $_
        foreach ($view in $views | Where-Object Kind -eq Table) {
            $lines = (Remove-Colour (New-StandIn -Type $view.Type | Format-View -View $view -Width $width)) -split '\r?\n'
            $headings = ($view.Columns | ForEach-Object { [regex]::Escape($_) }) -join '\s+'
            $lines | Where-Object { $_ -match "^\s*$headings\s*$" } |
                Should -HaveCount 1 -Because "$($view.Name) has $($view.Columns -join ', '), and shows`n$($lines -join "`n")"
            $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual $width -Because $view.Name }
        }
    }

    It 'show a long user principal name whole at <_> columns, in one line from 120 on' -ForEach $widths {
        $width = $_
        $long = 'maximiliana.sonnenschein@contoso.com'
        foreach ($view in $views | Where-Object Headings -Contains UserPrincipalName) {
            $text = Remove-Colour (New-StandIn -Type $view.Type | Format-View -View $view -Width $width)
            if ($width -ge 120) {
                $text | Should -Match ([regex]::Escape($long)) -Because $view.Name
            }
            else {
                ($text -replace '\s') | Should -Match 'maximiliana\.sonnens' -Because $view.Name
            }
        }
    }

    It 'show a fingerprint whole, in one line of a list at 80 columns' {
        foreach ($view in $views | Where-Object { $_.Headings -contains 'Fingerprint' -and $_.Kind -eq 'List' }) {
            New-StandIn -Type $view.Type | Format-View -View $view -Width 80 |
                Should -Match ('F0E1D2C3' * 8) -Because $view.Name
        }

        $keys = $views | Where-Object Headings -Contains Fingerprint | Group-Object -Property Type
        $keys.Count | Should -Be 2
        $keys | ForEach-Object { $_.Group[0].Kind | Should -Be 'List' }
    }

    It 'show a thumbprint whole in tables of 120 columns' {
        foreach ($view in $views | Where-Object Columns -Contains Thumbprint) {
            New-StandIn -Type $view.Type | Format-View -View $view -Width 120 |
                Should -Match ('A1B2C3D4E5' * 4) -Because $view.Name
        }
    }

    It 'show the id of an error whole at 80 columns' {
        $failed = New-StandIn -Type ($types | Where-Object Name -eq SmimeImportResult)
        $failed.Detail = 'UserPrincipalNameInvalid'
        $failed | Out-String -Width 80 | Should -Match 'UserPrincipalNameInvalid'
    }

    It 'leave the columns as wide as they are, whatever comes first' {
        # A first column without a width would make PowerShell measure what comes within 300 ms, and cut what comes later.
        foreach ($view in $views | Where-Object Kind -eq Table) {
            $first = (Get-FormatData -TypeName $view.Type.FullName).FormatViewDefinition |
                Where-Object Name -eq $view.Name | ForEach-Object { $_.Control.Headers[0] }
            $first.Width | Should -BeGreaterThan 0 -Because $view.Name
        }
    }
}

Describe 'Objects as text' {
    It 'say what they are' {
        $types | Where-Object { $_.GetMethod('ToString', [type[]] @()).DeclaringType -eq [object] } |
            Should -BeNullOrEmpty
    }

    It 'say it of a file and its certificate' -Tag Samples -Skip:(-not (Test-SampleFile)) {
        $sample = (Get-SampleFile).SelfSigned
        $pfx = Get-SmimePfx -Path $sample.Path -Password $sample.Password
        "$pfx" | Should -Match 'self-signed\.pfx: 1 certificates, 1 key pairs'
        $day = '\d{4}-\d\d-\d\d'
        "$($pfx.Certificates)" | Should -Match "^anna@contoso\.com \(Encryption, $day to $day, $($sample.Thumbprint)\)$"
        "$(Get-SmimeConnectorKey -Path (Get-SampleFile).ConnectorPublicKey)" |
            Should -Match 'connector-public\.pem: 3072 bits, [0-9A-F]{64}$'
    }
}

Describe 'Dates' {
    It 'are Gregorian and ISO in every view in <_>' -ForEach $cultures {
        $culture = $_
        foreach ($view in $views) {
            $stand = New-StandIn -Type $view.Type
            $expected = Invoke-InCulture -Culture 'en-US' -Script { $stand | Format-View -View $view -Width 500 }
            $text = Invoke-InCulture -Culture $culture -Script { $stand | Format-View -View $view -Width 500 }

            # Where lines are broken in a cell is PowerShell's to decide by the language.
            ($text -replace '\s') | Should -BeExactly ($expected -replace '\s') -Because "$($view.Name) in $culture"
        }
    }

    It 'are shown, by every view that has one' {
        foreach ($view in $views) {
            if ($view.Headings | Where-Object { $view.Type.GetProperty($_).PropertyType -in [datetime], [Nullable[datetime]] }) {
                New-StandIn -Type $view.Type | Format-View -View $view -Width 500 | Should -Match '2081-01-02' -Because $view.Name
            }
        }
    }

    It 'are no reason for any view to fail, the first and the last there are in <_>' -ForEach $cultures {
        $culture = $_
        foreach ($moment in [datetime]::MinValue, [datetime]::MaxValue) {
            $day = '{0:0000}-{1:00}-{2:00}' -f $moment.Year, $moment.Month, $moment.Day
            foreach ($view in $views | Where-Object { $_.Headings -contains 'NotAfter' }) {
                $stand = New-StandIn -Type $view.Type -Moment $moment
                Invoke-InCulture -Culture $culture -Script { $stand | Format-View -View $view -Width 500 } |
                    Should -Match $day -Because "$($view.Name) in $culture"
            }
        }
    }

    It 'of a real file are the same in the default view and as text in <_>' -ForEach $cultures -Tag Samples `
        -Skip:(-not (Test-SampleFile)) {
        $sample = (Get-SampleFile).Issued
        $expected = Invoke-InCulture -Culture 'en-US' -Script {
            $pfx = Get-SmimePfx -Path $sample.Path -Password $sample.Password
            ($pfx | Out-String -Width 200) + ($pfx.Certificates | Out-String -Width 200) + "$pfx" + "$($pfx.Certificates)"
        }
        $expected | Should -Match ' 20\d\d-\d\d-\d\d'
        Invoke-InCulture -Culture $_ -Script {
            $pfx = Get-SmimePfx -Path $sample.Path -Password $sample.Password
            ($pfx | Out-String -Width 200) + ($pfx.Certificates | Out-String -Width 200) + "$pfx" + "$($pfx.Certificates)"
        } | Should -BeExactly $expected
    }
}

Describe 'Colours' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
    BeforeAll {
        $escape = [char] 27
        $failed = New-StandIn -Type ($types | Where-Object Name -eq SmimeImportResult)
        $failed.Status = 'Failed'
        $rendering = $PSStyle.OutputRendering
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
    }

    It 'mark what failed where they are asked for' {
        $PSStyle.OutputRendering = 'Ansi'
        $failed | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Formatting.Error)Failed$($PSStyle.Reset)"))
    }

    It 'leave what did not fail alone' {
        $PSStyle.OutputRendering = 'Ansi'
        $failed.Status = 'Imported'
        $failed | Out-String | Should -Match 'Imported'
        $failed | Out-String | Should -Not -Match "${escape}\[[0-9;]*mImported"
        $failed.Status = 'Failed'
    }

    It 'are none in plain text and in what is kept as text' {
        $PSStyle.OutputRendering = 'PlainText'
        $failed | Out-String | Should -Not -Match $escape
        $PSStyle.OutputRendering = 'Host'
        $failed | Out-String | Should -Not -Match "${escape}\[[0-9;]*mFailed"
    }

    It 'are none where output goes to a file or a program, and none under NO_COLOR' {
        $before = $env:NO_COLOR
        try {
            $env:NO_COLOR = ''
            $PSStyle.OutputRendering = 'Host'
            [SmimeCertTools.Hosting.ViewText]::Mark('Failed', $PSStyle, $false) | Should -Match $escape
            [SmimeCertTools.Hosting.ViewText]::Mark('Failed', $PSStyle, $true) | Should -Be 'Failed'
            $env:NO_COLOR = '1'
            [SmimeCertTools.Hosting.ViewText]::Mark('Failed', $PSStyle, $false) | Should -Be 'Failed'
        }
        finally {
            $env:NO_COLOR = $before
        }
    }

    It 'are none where $PSStyle is unknown' {
        [SmimeCertTools.Hosting.ViewText]::Mark('Failed', $null, $false) | Should -Be 'Failed'
    }
}
