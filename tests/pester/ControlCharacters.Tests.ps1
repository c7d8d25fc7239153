BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    $canMake = $PSVersionTable.PSEdition -eq 'Core' -and -not (Test-OnWindows)
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
    # A link and a bell, a clearing of the screen in one character, and a turn of the writing direction.
    $evil = 'A' + [char]27 + ']8;;x:y' + [char]7 + 'B' + [char]0x9B + '2J' + [char]0x202E + 'C'

    # What a person sees of everything a command gives: objects, errors, warnings, verbose texts. PowerShell's own colours end
    # in m.
    function Show-Everything {
        param([scriptblock] $Command)

        $ErrorActionPreference = 'Continue'
        $everything = @(
            try { & $Command *>&1 } catch { $_ }
        )
        $everything.Count | Should -BeGreaterThan 0
        $text = ($everything | Out-String -Width 500) + ($everything | Format-List | Out-String -Width 500) +
            ($everything | Format-Table | Out-String -Width 500)
        $errors = $everything | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        foreach ($problem in $errors) {
            $text += $problem.CategoryInfo.ToString() + $problem.Exception.Message + $problem.ErrorDetails
            $text += "$($problem.TargetObject)" + ($problem | Format-List -Property * -Force | Out-String -Width 500)
            for ($cause = $problem.Exception; $cause; $cause = $cause.InnerException) {
                $text += ($cause | Format-List -Property * -Force | Out-String -Width 500) + $cause
            }

            if ($PSVersionTable.PSEdition -eq 'Core') {
                $text += Get-Error -InputObject $problem | Out-String -Width 500
            }

            foreach ($ErrorView in 'NormalView', 'CategoryView') {
                $text += $problem | Out-String -Width 500
            }
        }

        $text -replace ([char]27 + '\[[0-9;]*m')
    }

    function Assert-Harmless {
        param([string] $Text)

        $found = [regex]::Matches($Text, '[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069]')
        ($found | ForEach-Object { '{0:X4}' -f [int][char]$_.Value } | Select-Object -Unique) -join ' ' | Should -BeNullOrEmpty
        $Text | Should -Match 'A(<U\+001B>|\?)'
    }

    # A key pair whose subject, addresses and friendly name are not what one wants to see.
    function New-EvilPfx {
        param([string] $Path)

        $subject = [System.Security.Cryptography.X509Certificates.X500DistinguishedNameBuilder]::new()
        $subject.AddCommonName($evil)
        $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            $subject.Build(), $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
        # SAN with one rfc822Name, which holds control characters of ASCII.
        $address = [System.Text.Encoding]::ASCII.GetBytes('A' + [char]27 + ']8;;x:y' + [char]7 + '@contoso.com')
        $san = [byte[]](@(0x30, ($address.Length + 2), 0x81, $address.Length) + $address)
        $request.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509Extension]::new('2.5.29.17', $san, $false))
        $certificate = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(30))

        $protection = [System.Security.Cryptography.PbeParameters]::new(
            'Aes256Cbc', [System.Security.Cryptography.HashAlgorithmName]::SHA256, 1000)
        $contents = [System.Security.Cryptography.Pkcs.Pkcs12SafeContents]::new()
        $bag = $contents.AddCertificate($certificate)
        $name = [System.Text.Encoding]::BigEndianUnicode.GetBytes($evil)
        $bag.Attributes.Add([System.Security.Cryptography.AsnEncodedData]::new(
            '1.2.840.113549.1.9.20', [byte[]](@(0x1E, $name.Length) + $name)))
        $null = $contents.AddShroudedKey($key, 'Secret-1', $protection)
        $builder = [System.Security.Cryptography.Pkcs.Pkcs12Builder]::new()
        $builder.AddSafeContentsEncrypted($contents, 'Secret-1', $protection)
        $builder.SealWithMac('Secret-1', [System.Security.Cryptography.HashAlgorithmName]::SHA256, 1000)
        [System.IO.File]::WriteAllBytes($Path, $builder.Encode())
    }

    # A mail that the certificate in a file signed, from a sender and with a subject of the same kind.
    function New-EvilMail {
        param([string] $Path, [string] $Pfx, [string] $Password)

        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($Pfx, $Password)
        $text = [System.Text.Encoding]::ASCII.GetBytes("Content-Type: text/plain`r`n`r`nHello`r`n")
        $signed = [System.Security.Cryptography.Pkcs.SignedCms]::new(
            [System.Security.Cryptography.Pkcs.ContentInfo]::new($text))
        $signed.ComputeSignature([System.Security.Cryptography.Pkcs.CmsSigner]::new($certificate))
        $word = [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($evil))
        $lines = @(
            "From: =?utf-8?B?${word}?= <a@contoso.com>"
            "Subject: =?utf-8?B?${word}?="
            'Content-Type: application/pkcs7-mime; smime-type=signed-data'
            "Content-Disposition: attachment; filename==?utf-8?B?${word}?="
            'Content-Transfer-Encoding: base64', ''
            [System.Convert]::ToBase64String($signed.Encode(), 'InsertLineBreaks'), ''
        )
        [System.IO.File]::WriteAllText($Path, ($lines -join "`r`n"))
    }
}

Describe 'Texts from a certificate and names of files' -Skip:(-not $canMake) {
    BeforeAll {
        $folder = Join-Path $TestDrive 'evil'
        $converted = Join-Path $TestDrive 'converted'
        $null = New-Item -Path $converted -ItemType Directory
        $null = New-Item -Path $folder -ItemType Directory
        $pfx = [System.IO.Path]::Combine($folder, "$evil.pfx")
        New-EvilPfx -Path $pfx
        $mail = [System.IO.Path]::Combine($converted, "$evil.eml")
        New-EvilMail -Path $mail -Pfx $pfx -Password 'Secret-1'
        $list = Join-Path $TestDrive 'passwords.txt'
        [System.IO.File]::WriteAllText($list, "Secret-1`n")
        $password = ConvertTo-SecureString 'Secret-1' -AsPlainText -Force
        $wrong = ConvertTo-SecureString 'Secret-2' -AsPlainText -Force
    }

    It 'are harmless in what <_> shows' -ForEach @(
        'Get-SmimePfx -LiteralPath $pfx -Password $password'
        'Get-SmimePfx -LiteralPath $pfx -Password $password -Certificate'
        'Get-SmimePfx -LiteralPath $pfx -Password $wrong'
        'Get-SmimePfx -LiteralPath $pfx'
        'Test-SmimePfx -LiteralPath $pfx -Password $password -UserPrincipalName anna@contoso.com'
        'Test-SmimePfx -LiteralPath $pfx -Password $wrong'
        'Get-SmimePfx -LiteralPath "$pfx.gone"'
        'Get-SmimePfx -Path "$folder/*$evil"'
        'Get-SmimeConnectorKey -Path $pfx -Password $password'
        'Get-SmimeConnectorKey -Path "$pfx.gone"'
        'Convert-SmimePfx -LiteralPath $pfx -Password $password -NewPassword $wrong -DestinationPath $converted -Verbose'
        'Test-SmimeMessage -LiteralPath $mail'
        'Test-SmimeMessage -LiteralPath $mail | Select-Object * -ExcludeProperty MessagePath | Format-List *'
        'Test-SmimeMessage -LiteralPath $mail -ArchivePath $folder -ArchivePassword $password -Verbose'
        'Test-SmimeMessage -LiteralPath $pfx'
        'Test-SmimeMessage -LiteralPath "$mail.gone"'
        'Test-SmimeMessage -LiteralPath $mail -UserPrincipalName "$evil@contoso.com"'
        'Export-SmimeCatalog -ArchivePath $folder -ArchivePassword $password -Destination "$converted/$evil.csv" -Verbose'
        'Export-SmimeCatalog -ArchivePath $folder -ArchivePassword $wrong -Destination "$converted/$evil.csv" -Force'
        'New-SmimeImportList -ArchivePath $folder -PasswordList $list -Destination "$converted/list$evil.csv" -Verbose'
        'New-SmimeImportList $folder "$converted/$evil.csv" -PasswordList $list -PasswordFolder "$converted/$evil" -Force'
        'New-SmimeImportList $folder "$converted/$evil.csv" -ArchivePassword $wrong -Force'
        'New-SmimeImportList -FromResult $pfx -Destination "$converted/other$evil.csv"'
        'New-SmimeImportList $folder "$converted/x.csv" -PasswordList "$list$evil"'
        'Export-SmimeCertificate "$converted/$evil.cer" -Path $pfx -Password $password -Verbose'
        'Export-SmimeCertificate "$converted/$evil" -ArchivePath $folder -ArchivePassword $password -Verbose'
        'New-SmimeUserPfx -UserPrincipalName "$evil@contoso.com" -Path $pfx -Password $password -PublicKeyPath "$pfx.gone"'
    ) {
        Assert-Harmless (Show-Everything ([scriptblock]::Create($_)))
    }

    It 'stay what they are in a path that goes on' {
        (Get-SmimePfx -LiteralPath $pfx -Password $password).Path | Should -BeExactly $pfx
        (Get-Item -LiteralPath $pfx | Get-SmimePfx -Password $password).Path | Should -BeExactly $pfx
    }
}

Describe 'Texts from the service and from lists' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $uri = (Get-SandboxUri).ToString().TrimEnd('/')
        $token = Get-SandboxToken
        Connect-SmimeGraph -GraphUri $uri -AccessToken $token
        $bearer = [System.Net.NetworkCredential]::new('', $token).Password
        function Send-Raw {
            param([string] $Path, [object] $Body, [string] $Method = 'Post')

            $bytes = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Body -Depth 5))
            Invoke-RestMethod -Uri "$uri/$Path" -Method $Method -Body $bytes -ContentType 'application/json' -Headers @{
                Authorization = "Bearer $bearer"
            }
        }

        $files = Get-SampleFile
        $profile = Send-Raw 'beta/deviceManagement/deviceConfigurations' @{
            '@odata.type'   = '#microsoft.graph.iosImportedPFXCertificateProfile'
            displayName     = $evil
            description     = $evil
            intendedPurpose = 'smimeEncryption'
        }
        $user = Invoke-RestMethod -Uri "$uri/v1.0/users/anna@contoso.com" -Headers @{ Authorization = "Bearer $bearer" }
        $record = Send-Raw 'beta/deviceManagement/userPfxCertificates' @{
            userPrincipalName    = 'anna@contoso.com'
            thumbprint           = 'aa' * 20
            intendedPurpose      = 'smimeEncryption'
            startDateTime        = '2026-01-01T00:00:00Z'
            expirationDateTime   = '2027-01-01T00:00:00Z'
            providerName         = $evil
            keyName              = $evil
            paddingScheme        = 'oaepSha512'
            encryptedPfxPassword = 'AAAA'
            encryptedPfxBlob     = 'AAAA'
            createdDateTime      = '0001-01-01T00:00:00Z'
            lastModifiedDateTime = '0001-01-01T00:00:00Z'
        }
        $null = Send-Raw 'sandbox/users' @{ userPrincipalName = 'eve@contoso.com'; displayName = $evil; mail = 'eve@contoso.com' }
        $null = Send-Raw 'sandbox/groups' @{ displayName = $evil; members = @('eve@contoso.com') }
        $null = Send-Raw 'sandbox/devices' @{ name = $evil; platform = 'ios'; userPrincipalName = 'eve@contoso.com' }
        Set-SmimeProfileAssignment -Id $profile.id -GroupName $evil -Confirm:$false
        $list = Join-Path $TestDrive 'list.csv'
        $lines = "UserPrincipalName,Path,Password,Department$evil", "$evil@contoso.com,$evil.pfx,x,y",
            'anna@contoso.com,gone.pfx,x,y'
        [System.IO.File]::WriteAllText($list, ($lines -join "`r`n"))
    }

    AfterAll {
        Get-SmimeUserPfx -UserPrincipalName 'anna@contoso.com' |
            Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        Get-SmimeProfile | Remove-SmimeProfile -Confirm:$false
        Invoke-RestMethod -Uri "$uri/sandbox/users/eve@contoso.com" -Method Delete
        Disconnect-SmimeGraph
    }

    It 'are harmless in what <_> shows' -ForEach @(
        'Get-SmimeProfile'
        'Get-SmimeProfile | Format-List *'
        'Get-SmimeProfile -Name "$evil*"'
        'Remove-SmimeProfile -Id "$evil" -Confirm:$false'
        'Set-SmimeProfileAssignment -Id $profile.id -GroupName "gone$evil"'
        'Set-SmimeProfileAssignment -Id $profile.id -GroupName "$evil" -PassThru | Format-List *'
        'Get-SmimeProfile -CertificateState | Format-List *'
        'Get-UserCertHistory -GroupName "$evil" -WarningAction Continue; Get-SmimeProfile'
        'Remove-SmimeUserPfx -UserPrincipalName "$evil@contoso.com" -All -Confirm:$false'
        'Connect-SmimeGraph -GraphUri $uri -AccessToken $token -PassThru; Get-UserCertHistory -GroupName "gone$evil"'
        'Get-SmimeUserPfx -UserPrincipalName anna@contoso.com'
        'Get-SmimeUserPfx -UserPrincipalName anna@contoso.com | Format-List *'
        'Get-UserCertHistory -UserPrincipalName anna@contoso.com'
        'Get-UserCertHistory -UserPrincipalName anna@contoso.com | Format-List *'
        'Get-UserCertHistory -UserPrincipalName "$evil@contoso.com"'
        'Test-SmimeDeployment -UserPrincipalName eve@contoso.com -WarningAction Continue'
        'Test-SmimeDeployment -GroupName $evil'
        'Test-SmimeDeployment -GroupName "gone$evil"'
        'Get-SmimeUserStatus eve@contoso.com'
        'Export-SmimeReport -Path "$TestDrive/$evil.html" -PassThru -Force -Verbose'
        'Export-SmimeReport -Path "$TestDrive/$evil.txt"'
        'Export-SmimeReport -Path "$TestDrive/report.html" -TemplatePath "$list$evil"'
        'Register-SmimeApplication -DisplayName $evil -PublicClient -ValidateOnly'
        'Register-SmimeApplication -ClientId "$evil" -PublicClient -ValidateOnly'
        'Register-SmimeApplication -DisplayName x -CertificatePath "$list$evil" -WhatIf'
        'Grant-SmimePermission -ManagedIdentity $evil -ValidateOnly'
        'Import-SmimeUserPfx -ManifestPath $list -PublicKeyPath $files.ConnectorPublicKey -Verbose -ErrorAction Continue'
        'Import-SmimeUserPfx -ManifestPath "$list$evil" -PublicKeyPath $files.ConnectorPublicKey'
    ) {
        Assert-Harmless (Show-Everything ([scriptblock]::Create($_)))
    }
}
