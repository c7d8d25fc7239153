# One day at the help desk, from the morning's check to the evening's report, each hour on what the last one left. Every next step
# is run as it is printed; DeploymentKit.psm1 has what a person answers where one asks.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'DeploymentKit.psm1') -Force
    if ($PSVersionTable.PSEdition -eq 'Desktop') {
        Add-Type -AssemblyName System.Security
    }

    # What is wrong, one thing in each area.
    $faults = @(
        'ConnectorMissing'          # Connectors
        'ConnectorKeyUnnamed'       # ConnectorKey
        'TrustedRootMissing'        # TrustedRoots
        'ImportedProfileMissing'    # ImportedProfiles
        'SigningProfileAddress'     # SigningProfiles
        'AssignmentGroupGone'       # Assignments
        'MailProfileUnbound'        # MailClients
        'EncryptionGap'             # Records
    )

    # A mail to the owner of a PFX file, encrypted by what PowerShell brings.
    function New-Mail {
        param([string] $Path, [string] $Pfx, [securestring] $Password)

        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($Pfx, $Password)
        $content = [System.Security.Cryptography.Pkcs.ContentInfo]::new([byte[]] (72, 105))
        $envelope = [System.Security.Cryptography.Pkcs.EnvelopedCms]::new($content)
        $envelope.Encrypt([System.Security.Cryptography.Pkcs.CmsRecipient]::new($certificate))
        @(
            'From: sender@contoso.com'
            'To: carla@contoso.com'
            'Subject: The contract'
            'MIME-Version: 1.0'
            'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m'
            'Content-Transfer-Encoding: base64'
            ''
            [Convert]::ToBase64String($envelope.Encode(), 'InsertLineBreaks')
        ) | Set-Content -LiteralPath $Path -Encoding Ascii
    }

    function Get-Problem {
        Test-SmimeDeployment | Where-Object Status -NE Pass
    }
}

Describe 'A day at the help desk' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) "smime-day-$([guid]::NewGuid().ToString('N'))"
        $null = New-Item -ItemType Directory -Path $folder
        Push-Location -LiteralPath $folder
        $sample = Set-Deployment -Folder $folder -Fault $faults
        $password = ConvertTo-SecureString -String $sample.password -AsPlainText -Force
    }

    AfterAll {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
        Disconnect-SmimeGraph
        $null = Invoke-RestMethod -Method Delete -Uri "$(Get-SandboxUri)sandbox/deployment"
    }

    It '08:00 somebody signs in' {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        (Get-SmimeGraphContext).GraphUri | Should -Be (Get-SandboxUri)
    }

    It '08:05 carla calls: she cannot read an old mail' {
        New-Mail -Path ./contract.eml -Pfx (Join-Path $folder 'carla-2024.pfx') -Password $password
        $recipient = Test-SmimeMessage -Path ./contract.eml -UserPrincipalName carla@contoso.com -ArchivePath ./archive.csv
        $recipient.InIntune | Should -Not -BeTrue
        $recipient.Verdict | Should -Be 'NotFound'
    }

    It '08:10 her status shows the gap in her history' {
        $carla = Get-SmimeUserStatus carla@contoso.com
        $carla.Findings.Id | Should -Contain 'EncryptionGap'
        $carla | Out-String | Should -Match 'EncryptionGap: No encryption certificate of'
        $carla | Test-SmimeDeployment | Where-Object Id -EQ EncryptionGap | ForEach-Object Users | Should -Be 'carla@contoso.com'
    }

    It '08:15 the doctor finds everything that is wrong, and only that' {
        (Get-Problem).Id | Select-Object -Unique | Should -Be $faults
        Test-SmimeDeployment -Quiet | Should -BeFalse
    }

    It '08:20 a report says how it stands' {
        Export-SmimeReport -Path ./morning.html
        Export-SmimeReport -Path ./morning.json
        $morning = Get-Content -LiteralPath ./morning.json -Raw | ConvertFrom-Json
        foreach ($fault in $faults) {
            $morning.Findings.Id | Should -Contain $fault
            Get-Content -LiteralPath ./morning.html -Raw | Should -Match $fault
        }
    }

    It '09:00 each next step is done as it is printed' {
        Mock -CommandName Read-Host -MockWith { Get-Answer -Prompt "$Prompt" -AsSecureString:$AsSecureString }
        $ConfirmPreference = 'None'
        foreach ($problem in @(Get-Problem)) {
            if ($problem.NextStep -like '#*') {
                # Somebody installs a connector, as the step says.
                $problem.Id | Should -Be 'ConnectorMissing'
                $problem.NextStep | Should -Match 'Connectors and tokens, Certificate connectors: Add'
                $connector = @{ machineName = 'srv3.contoso.com' } | ConvertTo-Json
                $null = Invoke-RestMethod -Method Post -Uri "$(Get-SandboxUri)sandbox/connectors" -Body $connector `
                    -ContentType 'application/json'
            }
            else {
                $null = Invoke-Expression -Command $problem.NextStep -ErrorAction Stop
            }
        }
    }

    It '10:30 what was found goes into the archive' {
        [pscustomobject] @{ UserPrincipalName = 'carla@contoso.com'; Path = 'carla-2024.pfx'; Password = $sample.password } |
            Export-Csv -LiteralPath ./archive.csv -Append -NoTypeInformation -Encoding UTF8
        $found = (Get-SmimePfx -Path ./carla-2024.pfx -Password $password).Certificates | Where-Object HasPrivateKey
        @(Get-SmimeUserPfx carla@contoso.com).Thumbprint | Should -Contain $found.Thumbprint
    }

    It '11:00 the doctor finds nothing any more' {
        Get-Problem | ForEach-Object { "$_" } | Should -BeNullOrEmpty
        Test-SmimeDeployment -Quiet | Should -BeTrue
        Test-SmimeDeployment -ArchivePath ./archive.csv -Quiet | Should -BeTrue
    }

    It '11:10 carla has what she needs, and her device has it' {
        $carla = Get-SmimeUserStatus carla@contoso.com
        $carla.Findings | Where-Object Severity -NE Information | Should -BeNullOrEmpty
        $carla.EncryptionUntil | Should -BeGreaterThan ([datetime]::Now.AddDays(30))
        $carla.Certificates.Count | Should -Be 3
        $encryption = $carla.Profiles | Where-Object { $_.Name -like 'S/MIME encryption*' }
        $encryption.Reaches | Should -Not -Contain $false
        $bert = Get-SmimeUserStatus bert@contoso.com
        $bert.Devices.DeviceName | Select-Object -Unique | Should -Be "Bert's PC"
        @($bert.Devices | Where-Object { $_.Purpose -eq 'SmimeEncryption' -and $_.IsInstalled }).Count | Should -Be 2
    }

    It '11:15 she can read the mail' {
        $recipient = Test-SmimeMessage -Path ./contract.eml -UserPrincipalName carla@contoso.com -ArchivePath ./archive.csv
        $recipient.InIntune | Should -BeTrue
        $recipient.Verdict | Should -Be 'InIntune'
        $recipient.UserPrincipalName | Should -Be 'carla@contoso.com'
    }

    It '14:00 her status goes on into what imports, exports, tests and removes' {
        $carla = Get-SmimeUserStatus carla@contoso.com
        ($carla | Test-SmimeDeployment | Where-Object Status -NE Pass) | Should -BeNullOrEmpty
        $imported = $carla | Import-SmimeUserPfx -Path ./carla-2025.pfx -Password $password -KeyName PFXEncryptionKey `
            -PublicKeyPath (Get-SampleFile).ConnectorPublicKey
        $imported.UserPrincipalName | Should -Be 'carla@contoso.com'
        $imported.Status | Should -Be 'AlreadyPresent'
        ($carla | Export-SmimeReport -Path ./carla.html -PassThru).UserCount | Should -Be 1
        $null = $carla | Export-SmimeCertificate -ArchivePath ./archive.csv -Destination ./certificates
        Get-ChildItem -Path ./certificates -Filter *.cer | Should -Not -BeNullOrEmpty
        $carla.Certificates | Where-Object State -EQ Expired | Remove-SmimeUserPfx -WhatIf
        $carla | Remove-SmimeUserPfx -All -WhatIf
        @(Get-SmimeUserPfx carla@contoso.com).Count | Should -Be 3
    }

    It '17:00 the report shows that all is well' {
        Export-SmimeReport -Path ./evening.html
        Export-SmimeReport -Path ./evening.json
        (Get-Content -LiteralPath ./evening.json -Raw | ConvertFrom-Json).Findings | Should -BeNullOrEmpty
        $page = Get-Content -LiteralPath ./evening.html -Raw
        foreach ($fault in $faults) {
            $page | Should -Not -Match $fault
        }
    }
}
