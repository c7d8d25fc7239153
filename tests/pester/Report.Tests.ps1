BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

Describe 'Export-SmimeReport and Get-SmimeUserStatus' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        function Send-Sandbox {
            param([string] $Path, [hashtable] $Body)

            $json = $Body | ConvertTo-Json
            Invoke-RestMethod -Method Post -Body $json -ContentType 'application/json' -Uri "$(Get-SandboxUri)sandbox/$Path"
        }

        # The sandbox may have seen other runs.
        $run = [guid]::NewGuid().ToString('N').Substring(0, 8)
        $one, $none = "one$run@contoso.com", "none$run@contoso.com"
        $one, $none | ForEach-Object { $null = Send-Sandbox -Path users -Body @{ userPrincipalName = $_ } }
        $group = "Report $run"
        $null = Send-Sandbox -Path groups -Body @{ displayName = $group; members = @($one, $none) }
        $outside = "Outside $run"
        $null = Send-Sandbox -Path groups -Body @{ displayName = $outside; members = @($none) }
        $null = Import-SmimeUserPfx -UserPrincipalName $one -Path $files.SelfSigned.Path -Password $files.SelfSigned.Password `
            -PublicKeyPath $files.ConnectorPublicKey -KeyName PFXEncryptionKey -IntendedPurpose SmimeEncryption -AllowOtherAddress
        $delivery = New-PkcsImportedProfile -Platform IOS -IntendedPurpose SmimeEncryption -Name "Encryption $run" `
            -GroupName $group -ExcludeGroup $outside
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) "smime-report-$run"
        $null = New-Item -ItemType Directory -Path $folder
        Push-Location -LiteralPath $folder
    }

    AfterAll {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
        $delivery | Remove-SmimeProfile -Confirm:$false
        $one | Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
        Disconnect-SmimeGraph
    }

    It 'writes a page, a table and JSON of the same' {
        $written = Export-SmimeReport -Path ./report.html -GroupName $group -PassThru
        $written.UserCount | Should -Be 2
        $written.CertificateCount | Should -Be 1
        $written.Path | Should -Be (Join-Path $folder 'report.html')
        (Get-Item -LiteralPath $written.Path).Length | Should -Be $written.Length
        $page = Get-Content -LiteralPath ./report.html -Raw
        $page | Should -Match ([regex]::Escape($one))
        $page | Should -Match ([regex]::Escape($none))
        $page | Should -Match "Encryption $run"
        $page | Should -Not -Match '<script'
        $page | Should -Match 'deviceManagement/userPfxCertificates'
        Export-SmimeReport ./report.csv -GroupName $group
        @(Import-Csv -LiteralPath ./report.csv | Where-Object Kind -eq User).UserPrincipalName | Sort-Object |
            Should -Be ($one, $none | Sort-Object)
        Export-SmimeReport ./report.json -GroupName $group
        $json = Get-Content -LiteralPath ./report.json -Raw | ConvertFrom-Json
        $json.Users.Certificates.Thumbprint | Should -Be $files.SelfSigned.Thumbprint
        $json.Origin.Scope | Should -Be "group '$group'"
    }

    It 'leaves a file that is there unless told, and with -WhatIf writes none' {
        Export-SmimeReport -Path ./kept.html -UserPrincipalName $one
        $before = Get-FileHash -LiteralPath ./kept.html
        Get-ErrorId { Export-SmimeReport -Path ./kept.html -UserPrincipalName $one } | Should -Be 'FileExists'
        Export-SmimeReport -Path ./kept.html -UserPrincipalName $one -Force -WhatIf
        (Get-FileHash -LiteralPath ./kept.html).Hash | Should -Be $before.Hash
        Export-SmimeReport -Path ./never.html -WhatIf
        Test-Path -LiteralPath ./never.html | Should -BeFalse
        Export-SmimeReport -Path ./kept.html -UserPrincipalName $none -Force
        (Get-FileHash -LiteralPath ./kept.html).Hash | Should -Not -Be $before.Hash
    }

    It 'takes users by pipeline, by property, by pattern and by object id' {
        ($one | Export-SmimeReport ./a.html -PassThru).UserCount | Should -Be 1
        ([pscustomobject]@{ UPN = $one }, [pscustomobject]@{ UserPrincipalName = $none } |
            Export-SmimeReport ./b.html -PassThru).UserCount | Should -Be 2
        (Export-SmimeReport ./c.html -UserPrincipalName "one$run@*" -PassThru).Scope | Should -Be "one$run@*"
        (Get-SmimeUserStatus "one$run@*").UserPrincipalName | Should -Be $one
        $id = (Get-SmimeUserPfx $one).Id.Substring(0, 32)
        (Get-SmimeUserStatus ([guid]$id)).UserPrincipalName | Should -Be $one
    }

    It 'says what is wrong with a template and where, and writes nothing' {
        Set-Content -LiteralPath ./broken.liquid -Value 'a', '{{ report.usres }}'
        Get-ErrorId { Export-SmimeReport ./t.html -UserPrincipalName $one -TemplatePath ./broken.liquid } |
            Should -Be 'ReportTemplateInvalid'
        { Export-SmimeReport ./t.html -UserPrincipalName $one -TemplatePath ./broken.liquid } | Should -Throw '*line 2*usres*'
        Get-ErrorId { Export-SmimeReport ./t.csv -TemplatePath ./broken.liquid } | Should -Be 'ReportTemplateInvalid'
        Get-ErrorId { Export-SmimeReport ./t.html -TemplatePath ./gone.liquid } | Should -Be 'PathNotFound'
        Get-ErrorId { Export-SmimeReport ./t.pdf } | Should -Be 'FileFormatUnknown'
        Test-Path -Path ./t.* | Should -BeFalse
    }

    It 'shows on one screen what a user has and gets' {
        $status = Get-SmimeUserStatus -UserPrincipalName $one
        $status.Certificates.Thumbprint | Should -Be $files.SelfSigned.Thumbprint
        $status.EncryptionUntil | Should -BeGreaterThan (Get-Date)
        ($status.Profiles | Where-Object Name -eq "Encryption $run").Reaches | Should -BeTrue
        $left = Get-SmimeUserStatus -UserPrincipalName $none
        ($left.Profiles | Where-Object Name -eq "Encryption $run").Reaches | Should -BeFalse
        ($left.Profiles | Where-Object Name -eq "Encryption $run").Through | Should -Match "excluded group '$outside'"
        $left.Findings[0].Severity | Should -Be 'Error'
        $left.Findings.Id | Should -Contain 'NoEncryptionCertificate'
        foreach ($width in 80, 120) {
            $text = [SmimeCertTools.Deployment.UserStatusText]::Text($status, $width, $null, $true)
            $lines = $text -split "`n"
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessThan $width
            $lines | Should -Contain 'Certificates'
            $lines | Should -Contain 'Mail clients'
        }

        ($status | Out-String) | Should -Match ([regex]::Escape($files.SelfSigned.Thumbprint.Substring(0, 12)))
        ($status | Format-Table | Out-String) | Should -Match 'UserPrincipalName'
    }

    It 'pipes into the cmdlets that act' {
        (Get-SmimeUserStatus $one | Export-SmimeReport ./piped.html -PassThru).Scope | Should -Be $one
        (Get-SmimeUserStatus $one | Get-SmimeUserPfx).Thumbprint | Should -Be $files.SelfSigned.Thumbprint
        Get-SmimeUserStatus $one | Test-SmimeDeployment | Should -Not -BeNullOrEmpty
        $again = Get-SmimeUserStatus $one | Import-SmimeUserPfx -Path $files.SelfSigned.Path `
            -Password $files.SelfSigned.Password -PublicKeyPath $files.ConnectorPublicKey -KeyName PFXEncryptionKey `
            -IntendedPurpose SmimeEncryption -AllowOtherAddress
        $again.Status | Should -Be 'AlreadyPresent'
        $shown = (Get-SmimeUserStatus $one).Certificates | Remove-SmimeUserPfx -WhatIf
        Get-SmimeUserStatus $one | Remove-SmimeUserPfx -All -WhatIf
        (Get-SmimeUserPfx $one).Thumbprint | Should -Be $files.SelfSigned.Thumbprint
        (Get-SmimeUserStatus $one).Profiles | Get-SmimeProfile | ForEach-Object Name | Should -Contain "Encryption $run"
    }

    It 'goes on after a user whom nobody knows' {
        $found = "gone$run@contoso.com", $one | Get-SmimeUserStatus -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.UserPrincipalName | Should -Be $one
        $problems.FullyQualifiedErrorId | Should -BeLike 'UserNotFound*'
        Get-ErrorId { Get-SmimeUserStatus } | Should -Be 'UserPrincipalNameInvalid'
    }
}
