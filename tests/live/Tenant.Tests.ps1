# Each test asks one question of docs/design/assumptions.md, by its id, and passes when there is an answer. Off unless
# SMIME_LIVE_TENANT and SMIME_LIVE_USER are set.

BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TenantKit.psm1') -Force
    $off = -not (Test-KitEnabled)
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TenantKit.psm1') -Force
    $records = 'deviceManagement/userPfxCertificates'

    # The status that an upload gets which differs from a good one in some members. What is taken is removed again.
    function Get-UploadStatus {
        param([hashtable] $Change, [System.Collections.IDictionary] $Body = (New-KitBody))

        foreach ($name in $Change.Keys) {
            $Body[$name] = $Change[$name]
        }

        $status = (Add-KitRecord -Body $Body).Status
        Remove-KitRecord
        "$status"
    }

    function Get-ReadStatus {
        param([string] $Path)

        "$((Invoke-Kit -Method GET -Path $Path).Status)"
    }
}

Describe 'What a tenant answers' -Skip:$off {
    BeforeAll {
        $repository = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
        $manifest = [System.IO.Path]::Combine($repository, 'artifacts', 'module', 'SmimeCertTools')
        if ($env:SMIME_TEST_MODULE) {
            Import-Module -Name $env:SMIME_TEST_MODULE -Force
        }
        else {
            $staged = Get-ChildItem -Path (Join-Path $manifest '*/SmimeCertTools.psd1') | Select-Object -Last 1
            Import-Module -Name $staged.FullName -Force
        }

        Start-Kit
        $kit = Get-KitState
    }

    AfterAll {
        try {
            Stop-Kit
        }
        finally {
            if ($env:SMIME_LIVE_ANSWERS) {
                Export-KitAnswer -Path $env:SMIME_LIVE_ANSWERS
            }
        }
    }

    Context 'of one record' {
        BeforeAll {
            $body = New-KitBody
            $created = Add-KitRecord -Body $body
            $created.Status | Should -Be 201 -Because $created.Text
            $id = $created.Json.id
        }

        AfterAll {
            Remove-KitRecord
        }

        It 'ID-FORM: what the id consists of' {
            $expected = "$($kit.UserId)-$($body['thumbprint'])"
            Set-KitAnswer -Id 'ID-FORM' -Answer $(
                if ($id -ceq $expected) { 'user id, dash, thumbprint as sent' } else { 'other' })
        }

        It 'PROPAGATION-CREATE: when a listing shows it' {
            Set-KitAnswer -Id 'PROPAGATION-CREATE' -Answer (Measure-Kit -Condition {
                    @((Invoke-Kit -Method GET -Path (Get-KitFilter -Thumbprint $body['thumbprint'])).Json.value).Count -eq 1
                })
        }

        It 'READ-BACK: whether PFX and password can be read' {
            $read = (Invoke-Kit -Method GET -Path "$records/$id").Json
            $hidden = $read.encryptedPfxBlob -eq 'AA==' -and -not $read.encryptedPfxPassword
            Set-KitAnswer -Id 'READ-BACK' -Answer $(if ($hidden) { 'AA== and empty' } else { 'something else' })
        }

        It 'CREATED-DATE: who sets the date of creation' {
            $text = (Invoke-Kit -Method GET -Path "$records/$id").Text
            Set-KitAnswer -Id 'CREATED-DATE' -Answer $(
                if ($text -match '"createdDateTime":\s*"0001-') { 'the sender' } else { 'the service' })
        }

        It 'KEY-FORM: under which forms of the key it is found' {
            $forms = [ordered]@{ '/id' = "$records/$id"; '(id)' = "$records($id)"; "('id')" = "$records('$id')" }
            $works = foreach ($form in $forms.Keys) {
                if ((Get-ReadStatus -Path $forms[$form]) -eq '200') { $form }
            }
            Set-KitAnswer -Id 'KEY-FORM' -Answer ($works -join ' ')
        }

        It 'ID-CASE: whether the id is found in the other case' {
            Set-KitAnswer -Id 'ID-CASE' -Answer (Get-ReadStatus -Path "$records/$($id.ToUpperInvariant())")
        }

        It 'SECOND-POST: what a second upload is answered' {
            $again = [ordered]@{}
            foreach ($name in $body.Keys) { $again[$name] = $body[$name] }
            $again['keyName'] = "$($body['keyName'])-second"
            $status = (Add-KitRecord -Body $again).Status
            $name = (Invoke-Kit -Method GET -Path "$records/$id").Json.keyName
            $outcome = if ($name -eq $body['keyName']) { 'unchanged' } else { 'replaced' }
            Set-KitAnswer -Id 'SECOND-POST' -Answer "$status, $outcome"
        }

        It 'PATCH-SEMANTICS: what a PATCH of one member does to the others' {
            $status = (Invoke-Kit -Method PATCH -Path "$records/$id" -Body @{ keyName = "$($body['keyName'])-changed" }).Status
            $read = (Invoke-Kit -Method GET -Path "$records/$id").Json
            $kept = $read.providerName -eq $body['providerName'] -and $read.paddingScheme -eq $body['paddingScheme']
            $answer = "$status, $(if ($read.keyName -like '*-changed') { 'changed' } else { 'unchanged' })"
            Set-KitAnswer -Id 'PATCH-SEMANTICS' -Answer "$answer, others $(if ($kept) { 'kept' } else { 'lost' })"
        }

        It 'PATCH-WHOLE: whether a PATCH with the whole body is taken' {
            Set-KitAnswer -Id 'PATCH-WHOLE' -Answer "$((Invoke-Kit -Method PATCH -Path "$records($id)" -Body $body).Status)"
        }

        It 'BATCH-LIMITS: how many requests a batch may hold' {
            $answer = foreach ($count in 20, 21) {
                $parts = @(1..$count | ForEach-Object { @{ id = "$_"; method = 'GET'; url = "/$records/$id" } })
                "$count`: $((Invoke-Kit -Method POST -Path '$batch' -Body @{ requests = $parts }).Status)"
            }
            Set-KitAnswer -Id 'BATCH-LIMITS' -Answer ($answer -join ', ')
        }

        It 'FILTERS: which filters are taken' {
            $filters = [ordered]@{
                'user'       = (Get-KitFilter).Split('=', 2)[1]
                'user+print' = (Get-KitFilter -Thumbprint $body['thumbprint']).Split('=', 2)[1]
                'print'      = [uri]::EscapeDataString("tolower(thumbprint) eq '$($body['thumbprint'])'")
                'startswith' = [uri]::EscapeDataString("startswith(userPrincipalName,'a')")
                'keyName'    = [uri]::EscapeDataString("keyName eq '$($body['keyName'])'")
            }
            $answer = foreach ($name in $filters.Keys) {
                "$name`: $(Get-ReadStatus -Path "$records`?`$filter=$($filters[$name])")"
            }
            Set-KitAnswer -Id 'FILTERS' -Answer ($answer -join ', ')
        }

        It 'QUERY-OPTIONS: which query options are taken' {
            $answer = foreach ($option in 'top=1', 'select=id', 'count=true', 'orderby=id', 'skip=1') {
                "$($option.Split('=')[0]): $(Get-ReadStatus -Path "$records`?`$$option")"
            }
            Set-KitAnswer -Id 'QUERY-OPTIONS' -Answer ($answer -join ', ')
        }

        It 'DELETE-WRONG-ID: what the deletion of an id that does not exist is answered' {
            $wrong = "$($kit.UserId)-$([guid]::NewGuid().ToString('N'))00000000"
            Get-ReadStatus -Path "$records/$wrong" | Should -Be '404'
            Set-KitAnswer -Id 'DELETE-WRONG-ID' -Answer "$((Invoke-Kit -Method DELETE -Path "$records/$wrong").Status)"
        }

        It 'PROPAGATION-DELETE: when a listing no longer shows a record that was deleted' {
            $gone = New-KitBody
            (Add-KitRecord -Body $gone).Status | Should -Be 201
            $path = Get-KitFilter -Thumbprint $gone['thumbprint']
            $null = Invoke-Kit -Method DELETE -Path "$records/$($kit.Made[$kit.Made.Count - 1])"
            Set-KitAnswer -Id 'PROPAGATION-DELETE' -Answer (Measure-Kit -Condition {
                    @((Invoke-Kit -Method GET -Path $path).Json.value).Count -eq 0
                })
        }
    }

    Context 'to an upload' {
        It 'THUMBPRINT-CASE: what becomes of a thumbprint in upper case' {
            $body = New-KitBody
            $body['thumbprint'] = $body['thumbprint'].ToUpperInvariant()
            $answer = Add-KitRecord -Body $body
            $kept = if ($answer.Status -ne 201) { 'refused' }
            elseif ($answer.Json.id -clike "*$($body['thumbprint'])") { 'as sent' }
            else { 'changed' }
            Remove-KitRecord
            Set-KitAnswer -Id 'THUMBPRINT-CASE' -Answer "$($answer.Status), $kept"
        }

        It 'DATES-FORM: how a date with offset and fraction comes back' {
            $body = New-KitBody
            $moment = [System.DateTimeOffset]::UtcNow.AddDays(-1).ToOffset([timespan]::FromHours(2))
            $body['startDateTime'] = $moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", [cultureinfo]::InvariantCulture)
            $answer = Add-KitRecord -Body $body
            $text = if ($answer.Text -match '"startDateTime":\s*"([^"]+)"') { $Matches[1] } else { '' }
            Remove-KitRecord
            $same = $text -and
                [System.DateTimeOffset]::Parse($text, [cultureinfo]::InvariantCulture).UtcTicks -eq $moment.UtcTicks
            $form = if ($text -match 'Z$') { 'UTC' } elseif ($text -match '[+-]\d\d:\d\d$') { 'offset' } else { 'none' }
            $ticks = if ($same) { 'same tick' } else { 'not the same tick' }
            Set-KitAnswer -Id 'DATES-FORM' -Answer "$($answer.Status), $form, $ticks"
        }

        It '<Id>: <Question>' -ForEach @(
            @{ Id = 'ENUM-CASE'; Question = 'names of enumerations as the earlier scripts write them'
                Change = @{ intendedPurpose = 'SmimeSigning'; paddingScheme = 'OaepSha512' } }
            @{ Id = 'UNKNOWN-MEMBER'; Question = 'a member that the schema does not have'; Change = @{ keyAlgorithm = 'rsa' } }
            @{ Id = 'ODATA-TYPE'; Question = 'the type named in the body'
                Change = @{ '@odata.type' = '#microsoft.graph.userPFXCertificate' } }
            @{ Id = 'EMPTY-KEY-NAME'; Question = 'an empty key name, as the earlier scripts leave it'
                Change = @{ keyName = '' } }
            @{ Id = 'PURPOSE-VPN'; Question = 'the purpose VPN'; Change = @{ intendedPurpose = 'vpn' } }
            @{ Id = 'PURPOSE-UNASSIGNED'; Question = 'no purpose'; Change = @{ intendedPurpose = 'unassigned' } }
            @{ Id = 'PADDING-PKCS1'; Question = 'the padding of old'; Change = @{ paddingScheme = 'pkcs1' } }
            @{ Id = 'DATES-LOCAL'; Question = 'a date in a local format'; Change = @{ startDateTime = '01.02.2026 10:00:00' } }
        ) {
            Set-KitAnswer -Id $Id -Answer (Get-UploadStatus -Change $Change)
        }

        It 'ERROR-FORM: what a refusal looks like' {
            $answer = Add-KitRecord -Body @{ thumbprint = 'x' }
            $message = Get-KitMember -InputObject (Get-KitMember -InputObject $answer.Json -Name 'error') -Name 'message'
            $inner = if ("$message" -match '^\s*\{') { ConvertFrom-Json -InputObject $message } else { $null }
            $isKnown = (Get-KitMember -InputObject $inner -Name 'Message') -match 'Activity ID'
            $form = if ($isKnown) { 'JSON in the message, Activity ID' } else { 'other' }
            Set-KitAnswer -Id 'ERROR-FORM' -Answer "$($answer.Status), $form"
        }

        It 'EC-KEYS: a certificate with an EC key' {
            Set-KitAnswer -Id 'EC-KEYS' -Answer (Get-UploadStatus -Change @{} -Body (New-KitBody -Key Ec))
        }

        It 'PASSWORD-NOT-ASCII: a password whose bytes are not ASCII' {
            $secret = $kit.Rsa.Encrypt([byte[]] (228, 246, 252), [System.Security.Cryptography.RSAEncryptionPadding]::OaepSHA512)
            $change = @{ encryptedPfxPassword = [System.Convert]::ToBase64String($secret) }
            Set-KitAnswer -Id 'PASSWORD-NOT-ASCII' -Answer (Get-UploadStatus -Change $change)
        }
    }

    Context 'of the tenant' {
        It 'PAGE-SIZE: how many records a page holds' {
            $page = (Invoke-Kit -Method GET -Path $records).Json
            $hasMore = Get-KitMember -InputObject $page -Name '@odata.nextLink'
            Set-KitAnswer -Id 'PAGE-SIZE' -Answer $(
                if ($hasMore) { "$(@($page.value).Count)" } else { 'the tenant fills no page' })
        }

        It 'IMPORT-ONLY-CONNECTOR-LISTS: which list shows connectors' {
            $machines = foreach ($list in 'ndesConnectors', 'certificateConnectorDetails') {
                $answer = Invoke-Kit -Method GET -Path "deviceManagement/$list"
                $names = if ($answer.Status -eq 200) {
                    @($answer.Json.value | ForEach-Object { "$($_.machineName)".ToLowerInvariant() })
                }
                , @($names)
            }
            $both = @($machines[0] | Where-Object { $_ -in $machines[1] }).Count
            Set-KitAnswer -Id 'IMPORT-ONLY-CONNECTOR-LISTS' -Answer (
                "both: $both, ndesConnectors only: $(@($machines[0]).Count - $both), " +
                "details only: $(@($machines[1]).Count - $both)")
        }

        It 'IOS-APP-CONFIG: which keys a configuration of Outlook for iOS has that was made by hand' {
            $configurations = (Invoke-Kit -Method GET -Path 'deviceAppManagement/mobileAppConfigurations').Json
            $mine = @(Get-KitMember -InputObject $configurations -Name 'value') | Where-Object {
                $env:SMIME_LIVE_IOS_CONFIGURATION -and $_.displayName -eq $env:SMIME_LIVE_IOS_CONFIGURATION
            }
            $keys = foreach ($configuration in $mine) {
                foreach ($setting in @(Get-KitMember -InputObject $configuration -Name 'settings')) {
                    if ($setting) { "$($setting.appConfigKey) ($($setting.appConfigKeyType))" }
                }
            }
            Set-KitAnswer -Id 'IOS-APP-CONFIG' -Answer $(if ($mine) { ($keys | Sort-Object) -join ', ' } else { 'not asked' })
        }
    }
}
