BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

Describe 'Get-UserCertHistory for many' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
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
        $one, $two, $none = "one$run@contoso.com", "two$run@contoso.com", "none$run@contoso.com"
        $one, $two, $none | ForEach-Object { $null = Send-Sandbox -Path users -Body @{ userPrincipalName = $_ } }
        $inner = "Inner $run"
        $outer = "Outer $run"
        $id = (Send-Sandbox -Path groups -Body @{ displayName = $inner; members = @($two) }).id
        $null = Send-Sandbox -Path groups -Body @{ displayName = $outer; members = @($one, $id) }

        $import = @{
            PublicKeyPath     = $files.ConnectorPublicKey
            ProviderName      = 'Microsoft Software Key Storage Provider'
            KeyName           = 'PFXEncryptionKey'
            IntendedPurpose   = 'SmimeEncryption'
            AllowOtherAddress = $true
        }
        $first, $second = $files.SelfSigned, $files.Issued
        $null = Import-SmimeUserPfx -UserPrincipalName $one -Path $first.Path -Password $first.Password @import
        $null = Import-SmimeUserPfx -UserPrincipalName $two -Path $second.Path -Password $second.Password @import
    }

    AfterAll {
        $one, $two | Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
        Get-SmimeProfile | Remove-SmimeProfile -Confirm:$false
        Disconnect-SmimeGraph
    }

    It 'reads all users who have certificates' {
        $users = (Get-UserCertHistory -All -WarningAction SilentlyContinue).UserPrincipalName
        $users | Should -Contain $one
        $users | Should -Contain $two
        $users | Should -Not -Contain $none
    }

    It 'reads the users of a group and of the groups in it' {
        (Get-UserCertHistory -GroupName $outer -WarningAction SilentlyContinue).UserPrincipalName | Sort-Object |
            Should -Be $one, $two
        (Get-UserCertHistory -GroupName $inner -WarningAction SilentlyContinue).UserPrincipalName | Should -Be $two
        Get-ErrorId { Get-UserCertHistory -GroupName "No $run" -ErrorAction Stop } | Should -Be 'GroupNotFound'
    }

    It 'says what to give when nobody is named' {
        { Get-UserCertHistory } | Should -Throw '*-UserPrincipalName, -GroupName or -All*'
    }

    It 'shows what expires within days, and how many are left' {
        $all = Get-UserCertHistory -GroupName $outer -WarningAction SilentlyContinue
        $days = ($all | Where-Object Thumbprint -eq $files.SelfSigned.Thumbprint).DaysLeft
        $days | Should -BeGreaterThan 200
        $soon = Get-UserCertHistory -GroupName $outer -ExpiresWithin $days -WarningVariable warnings `
            -WarningAction SilentlyContinue
        $soon.Thumbprint | Should -Be $files.SelfSigned.Thumbprint
        "$warnings" | Should -Match "expires on $('{0:yyyy-MM-dd}' -f $soon.NotAfter.ToUniversalTime())"
        Get-UserCertHistory -GroupName $outer -ExpiresWithin ($days - 1) -WarningAction SilentlyContinue | Should -BeNullOrEmpty

        $finding = Get-UserCertHistory -GroupName $outer -ExpiresWithin $days -Finding
        $finding.Id | Should -Be 'ExpiresSoon'
        $finding.DaysLeft | Should -Be $days
        $finding.ExpiresOn | Should -Be $soon.NotAfter
        $finding | Out-String -Width 120 | Should -Match "Warning +ExpiresSoon +$days "
    }

    It 'shows findings from a severity on' {
        $all = Get-UserCertHistory -UserPrincipalName $one, $none -Finding
        $all.Id | Should -Contain 'NoSigningCertificate'
        $grave = Get-UserCertHistory -UserPrincipalName $one, $none -Finding -MinimumSeverity Error
        $grave.Id | Should -Be 'NoEncryptionCertificate'
        $grave.UserPrincipalName | Should -Be $none
        Get-UserCertHistory -UserPrincipalName $none -MinimumSeverity Information -WarningVariable warnings `
            -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'no signing certificate'
    }

    It 'says nothing of a missing signing certificate where a profile issues one' {
        (Get-UserCertHistory -UserPrincipalName $one, $two -Finding).Id |
            Should -Be 'NoSigningCertificate', 'NoSigningCertificate'
        $pkcs = @{
            Name                       = "Audit $run"
            Platform                   = 'IOS'
            CertificationAuthority     = 'ca1.contoso.com'
            CertificationAuthorityName = 'Contoso Issuing CA 1'
            CertificateTemplateName    = 'ContosoSmimeSigning'
        }
        $profile = New-PkcsCertificateProfile @pkcs
        (Get-UserCertHistory -UserPrincipalName $one -Finding).Id | Should -Be 'NoSigningCertificate'
        $profile | Set-SmimeProfileAssignment -GroupName $inner
        $left = Get-UserCertHistory -UserPrincipalName $one, $two -Finding
        $left.Id | Should -Be 'NoSigningCertificate'
        $left.UserPrincipalName | Should -Be $one
        $profile | Set-SmimeProfileAssignment -AllUsers -Replace
        Get-UserCertHistory -UserPrincipalName $one, $two -Finding | Should -BeNullOrEmpty
        $profile | Set-SmimeProfileAssignment -ExcludeGroup $inner
        (Get-UserCertHistory -UserPrincipalName $one, $two -Finding).UserPrincipalName | Should -Be $two
        $profile | Remove-SmimeProfile -Confirm:$false
    }

    It 'opens of a list only the files of the users who are asked for' {
        $list = Join-Path $TestDrive 'archive.csv'
        Set-Content -LiteralPath $list -Encoding UTF8 -Value 'UserPrincipalName,Path,Password',
            "$one,$($files.SelfSigned.Path),$($files.SelfSigned.Text)", "$two,$(Join-Path $TestDrive 'gone.pfx'),x"
        $found = Get-UserCertHistory -UserPrincipalName $one -ArchivePath $list -ErrorVariable problems -Verbose 4>&1
        $problems | Should -BeNullOrEmpty
        ($found | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }).Location | Should -Be 'Both'
        "$found" | Should -Match '1 of other users were left out'
        $one | Get-UserCertHistory -ArchivePath $list -ErrorVariable problems | ForEach-Object Location | Should -Be 'Both'
        $problems | Should -BeNullOrEmpty
        $null = Get-UserCertHistory -GroupName $outer -ArchivePath $list -ErrorVariable problems -ErrorAction SilentlyContinue `
            -WarningAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -Match '^PathNotFound,'
    }

    It 'finds a certificate that the list has under another name' {
        $list = Join-Path $TestDrive 'renamed.csv'
        Set-Content -LiteralPath $list -Encoding UTF8 -Value 'UserPrincipalName,Path,Password',
            "before$run@contoso.com,$($files.SelfSigned.Path),$($files.SelfSigned.Text)"
        $found = Get-UserCertHistory -UserPrincipalName $one -ArchivePath $list -WarningVariable warnings
        $found.Location | Should -Be 'Both'
        "$warnings" | Should -Not -Match 'not in the archive'
    }
}
