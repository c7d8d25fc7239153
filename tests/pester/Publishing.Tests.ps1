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

            # What the module ActiveDirectory does, as far as the sample asks for it.
            function Get-ADUser {
                param($LDAPFilter, $Properties, $Server)

                $people.Values | Where-Object {
                    $LDAPFilter -eq "(&(objectCategory=person)(userPrincipalName=$($_.UserPrincipalName)))"
                }
            }

            function Set-ADUser {
                param($Identity, $Replace, $Server)

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
            Get-ChildItem -Path (Join-Path $env:SMIME_TEST_SAMPLES '*.cer') | Export-SmimeCertificate $store | Out-Null
            $script = Get-RepositoryPath 'docs/samples/publish-exchange.ps1'
            $exchange = @{}

            # What Exchange's module does, as far as the sample asks for it.
            function Set-SmimeConfig {
                param([byte[]] $SMIMECertificateIssuingCA)

                $exchange.Store = $SMIMECertificateIssuingCA
            }

            function Get-Recipient {
                [CmdletBinding()]
                param($Identity)

                if (-not $exchange.Type) { throw "The recipient $Identity was not found." }
                [pscustomobject] @{ RecipientType = $exchange.Type }
            }

            function Set-MailContact {
                [CmdletBinding()]
                param($Identity, [byte[][]] $UserCertificate)

                $exchange.Written = "MailContact $Identity", $UserCertificate
            }

            function Set-Mailbox {
                [CmdletBinding()]
                param($Identity, [byte[][]] $UserCertificate)

                $exchange.Written = "Mailbox $Identity", $UserCertificate
            }
        }

        BeforeEach {
            $exchange.Clear()
        }

        It 'sets the store of authorities to the bytes of the file' {
            & $script -StorePath $store | Should -BeNullOrEmpty
            [Convert]::ToBase64String($exchange.Store) |
                Should -Be ([Convert]::ToBase64String([System.IO.File]::ReadAllBytes($store)))
        }

        It 'refuses a file that is no store' {
            { & $script -StorePath $table } | Should -Throw '*no serialized certificate store*'
            $exchange.Keys | Should -BeNullOrEmpty
        }

        It 'writes certificates of a contact, one array for each' {
            $exchange.Type = 'MailContact'
            (& $script -Path $table).Status | Should -Be 'Written'
            $exchange.Written[0] | Should -Be 'MailContact anna@contoso.com'
            [Convert]::ToBase64String($exchange.Written[1][0]) | Should -Be (Import-Csv -LiteralPath $table).UserCertificate
        }

        It 'leaves mailboxes out unless it is told otherwise' {
            $exchange.Type = 'UserMailbox'
            & $script -Path $table -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            "$said" | Should -BeLike '*anna@contoso.com is a UserMailbox*'
            $exchange.ContainsKey('Written') | Should -BeFalse
            (& $script -Path $table -IncludeMailbox).Status | Should -Be 'Written'
            $exchange.Written[0] | Should -Be 'Mailbox anna@contoso.com'
        }

        It 'writes nothing with -WhatIf, and reports who is not there' {
            $exchange.Type = 'MailContact'
            (& $script -Path $table -StorePath $store -WhatIf).Status | Should -Be 'Unchanged'
            $exchange.Keys | Should -Be 'Type'
            $exchange.Clear()
            (& $script -Path $table -ErrorAction SilentlyContinue).Status | Should -Be 'Failed'
        }
    }
}
