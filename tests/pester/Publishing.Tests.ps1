BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

Describe 'Publishing public halves' -Tag Samples -Skip:(-not (Test-SampleFile)) {
    BeforeAll {
        $files = Get-SampleFile
        $pfx = @{ Path = $files.SelfSigned.Path; Password = $files.SelfSigned.Password }
        $table = Join-Path $TestDrive 'public.csv'
    }

    It 'takes what Get-SmimePfx shows, and writes files for one and for all' {
        $one = Get-SmimePfx @pfx | Export-SmimeCertificate (Join-Path $TestDrive 'one.cer')
        $one.Thumbprint | Should -Be $files.SelfSigned.Thumbprint
        $one.UserPrincipalName | Should -Be 'anna@contoso.com'
        $folder = Get-SmimePfx @pfx -Certificate | Export-SmimeCertificate (Join-Path $TestDrive 'public') -Format P7b
        $folder.FileName | Should -Be 'anna@contoso.com.p7b'
        Test-Path -LiteralPath $folder.Path | Should -BeTrue
    }

    It 'writes a table that scripts read, and a store for Exchange' {
        Export-SmimeCertificate @pfx -Destination $table | Out-Null
        $row = Import-Csv -LiteralPath $table
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
            [Convert]::FromBase64String($row.UserCertificate))
        $certificate.Thumbprint | Should -Be $files.SelfSigned.Thumbprint
        $certificate.HasPrivateKey | Should -BeFalse
        $store = Join-Path $TestDrive 'roots.sst'
        $written = Get-ChildItem -Path (Join-Path $env:SMIME_TEST_SAMPLES '*.cer') | Export-SmimeCertificate $store
        @($written).Count | Should -Be 2
        [System.Text.Encoding]::ASCII.GetString([System.IO.File]::ReadAllBytes($store), 4, 4) | Should -Be 'CERT'
    }

    It 'says with -WhatIf what it would write, and writes nothing' {
        Export-SmimeCertificate @pfx -Destination (Join-Path $TestDrive 'no.csv') -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath (Join-Path $TestDrive 'no.csv') | Should -BeFalse
    }

    Context 'into Active Directory' {
        BeforeAll {
            Export-SmimeCertificate @pfx -Destination $table -Force | Out-Null
            $script = Get-RepositoryPath 'docs/samples/publish-ad.ps1'
            $people = @{}
            $servers = [System.Collections.Generic.List[string]]::new()

            # What the module ActiveDirectory does, as far as the sample asks for it, with its parameters' types.
            function Get-ADUser {
                [CmdletBinding()]
                param(
                    [Parameter(Mandatory)] [string] $LDAPFilter, [string[]] $Properties,
                    [ValidateNotNullOrEmpty()] [string] $Server
                )

                $servers.Add($Server)

                $people.Values | Where-Object {
                    $LDAPFilter -eq "(&(objectCategory=person)(userPrincipalName=$($_.UserPrincipalName)))"
                }
            }

            function Set-ADUser {
                [CmdletBinding(SupportsShouldProcess)]
                param(
                    [Parameter(Mandatory)] [string] $Identity, [hashtable] $Replace, [ValidateNotNullOrEmpty()] [string] $Server
                )

                $servers.Add($Server)
                foreach ($name in $Replace.Keys) {
                    $people[$Identity].$name = $Replace[$name]
                }
            }
        }

        BeforeEach {
            $people.Clear()
            $people['CN=Anna'] = [pscustomobject] @{
                DistinguishedName = 'CN=Anna'; UserPrincipalName = 'anna@contoso.com'
                userCertificate = [byte[][]] @(); userSMIMECertificate = [byte[][]] @()
            }
        }

        It 'adds a certificate once and keeps what is there' {
            $people['CN=Anna'].userCertificate = [byte[][]] @(, [byte[]] (48, 0))
            (& $script -Path $table).Status | Should -Be 'Written'
            $people['CN=Anna'].userCertificate.Count | Should -Be 2
            (& $script -Path $table).Status | Should -Be 'Unchanged'
        }

        It 'writes nothing with -WhatIf' {
            (& $script -Path $table -WhatIf).Status | Should -Be 'Unchanged'
            $people['CN=Anna'].userCertificate.Count | Should -Be 0
        }

        It 'warns of another value that Outlook prefers, and replaces it when told to' {
            $people['CN=Anna'].userSMIMECertificate = [byte[][]] @(, [byte[]] (48, 0))
            & $script -Path $table -WarningVariable said -WarningAction SilentlyContinue | Out-Null
            "$said" | Should -BeLike '*userSMIMECertificate*'
            & $script -Path $table -SmimeAttribute | Out-Null
            [Convert]::ToBase64String($people['CN=Anna'].userSMIMECertificate[0]) |
                Should -Be (Import-Csv -LiteralPath $table).UserSMIMECertificate
        }

        It 'asks the domain controller that is named, and removes what has expired when told to' {
            $key = [System.Security.Cryptography.RSA]::Create(2048)
            $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Anna', $key, 'SHA256',
                [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $old = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-9), [datetimeoffset]::UtcNow.AddDays(-8))
            $people['CN=Anna'].userCertificate = [byte[][]] @(, $old.RawData)
            $servers.Clear()
            $result = & $script -Path $table -RemoveExpired -Server dc1.contoso.com
            $result.Status, $result.Values, $result.Removed | Should -Be 'Written', 1, 1
            $servers | Select-Object -Unique | Should -Be 'dc1.contoso.com'
        }

        It 'reports who is not there' {
            $people.Clear()
            $result = & $script -Path $table -ErrorAction SilentlyContinue
            $result.Status | Should -Be 'Failed'
        }
    }

    Context 'into Exchange' {
        BeforeAll {
            Export-SmimeCertificate @pfx -Destination $table -Force | Out-Null
            $store = Join-Path $TestDrive 'authorities.sst'
            Get-ChildItem -Path (Join-Path $env:SMIME_TEST_SAMPLES '*.cer') | Export-SmimeCertificate $store -Force | Out-Null
            $script = Get-RepositoryPath 'docs/samples/publish-exchange.ps1'
            $exchange = @{ Type = 'MailContact'; Calls = [System.Collections.Generic.List[object]]::new() }

            # What Exchange's module does, with the parameters that its reference calls mandatory.
            function Get-Recipient {
                [CmdletBinding()]
                param([Parameter(Position = 0)] [string] $Identity)

                if ($Identity -ne 'anna@contoso.com') {
                    Write-Error "The operation couldn't be performed because object '$Identity' couldn't be found."
                    return
                }

                [pscustomobject] @{ Identity = $Identity; RecipientType = $exchange.Type }
            }

            function Set-SmimeConfig {
                [CmdletBinding(SupportsShouldProcess)]
                param([Parameter(Position = 0)] [string] $Identity, [byte[]] $SMIMECertificateIssuingCA)

                $exchange.Calls.Add(@{ Name = 'Set-SmimeConfig'; Store = $SMIMECertificateIssuingCA })
            }

            function Set-Recipient([string] $Name, [string] $Identity, [object] $UserCertificate) {
                $exchange.Calls.Add(@{ Name = $Name; Identity = $Identity; Certificates = @($UserCertificate) })
            }

            function Set-MailContact {
                [CmdletBinding(SupportsShouldProcess)]
                param([Parameter(Mandatory, Position = 0)] [string] $Identity, [System.Collections.ArrayList] $UserCertificate)

                Set-Recipient 'Set-MailContact' $Identity $UserCertificate
            }

            function Set-MailUser {
                [CmdletBinding(SupportsShouldProcess)]
                param([Parameter(Mandatory, Position = 0)] [string] $Identity, [System.Collections.ArrayList] $UserCertificate)

                Set-Recipient 'Set-MailUser' $Identity $UserCertificate
            }

            function Set-Mailbox {
                [CmdletBinding(SupportsShouldProcess)]
                param([Parameter(Mandatory, Position = 0)] [string] $Identity, [System.Collections.ArrayList] $UserCertificate)

                Set-Recipient 'Set-Mailbox' $Identity $UserCertificate
            }
        }

        BeforeEach {
            $exchange.Type = 'MailContact'
            $exchange.Calls.Clear()
        }

        It 'sets the store of authorities, and refuses what is none' {
            & $script -StorePath $store
            @($exchange.Calls.Name) | Should -Be 'Set-SmimeConfig'
            [Convert]::ToBase64String($exchange.Calls[0].Store) |
                Should -Be ([Convert]::ToBase64String([System.IO.File]::ReadAllBytes($store)))
            { & $script -StorePath $table } | Should -Throw '*no serialized certificate store*'
            { & $script } | Should -Throw '*-StorePath*'
        }

        It 'writes the certificate of a <Type> with <Setter>' -ForEach @(
            @{ Type = 'MailContact'; Setter = 'Set-MailContact'; Options = @{} }
            @{ Type = 'MailUser'; Setter = 'Set-MailUser'; Options = @{} }
            @{ Type = 'UserMailbox'; Setter = 'Set-Mailbox'; Options = @{ IncludeMailbox = $true } }
        ) {
            $exchange.Type = $Type
            $result = & $script -Path $table @Options
            $result.Status, $result.RecipientType | Should -Be 'Written', $Type
            $call = $exchange.Calls[0]
            $call.Name, $call.Identity | Should -Be $Setter, 'anna@contoso.com'
            $call.Certificates.Count | Should -Be 1
            , $call.Certificates[0] | Should -BeOfType [byte[]]
            [Convert]::ToBase64String($call.Certificates[0]) | Should -Be (Import-Csv -LiteralPath $table).UserCertificate
        }

        It 'leaves mailboxes and other recipients out with a warning' {
            foreach ($type in 'UserMailbox', 'MailUniversalDistributionGroup') {
                $exchange.Type = $type
                & $script -Path $table -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
                "$said" | Should -BeLike "*$($exchange.Type)*left out*"
            }

            $exchange.Calls.Count | Should -Be 0
        }

        It 'writes nothing with -WhatIf, and reports who is not there' {
            & $script -StorePath $store -Path $table -WhatIf | ForEach-Object Status | Should -Be 'Unchanged'
            $exchange.Calls.Count | Should -Be 0
            $others = Join-Path $TestDrive 'others.csv'
            Import-Csv -LiteralPath $table | ForEach-Object { $_.UserPrincipalName = 'nobody@contoso.com'; $_ } |
                Export-Csv -LiteralPath $others -NoTypeInformation
            $result = & $script -Path $others -ErrorAction SilentlyContinue -ErrorVariable problems
            $result.Status | Should -Be 'Failed'
            "$problems" | Should -BeLike '*nobody@contoso.com*'
        }
    }
}
