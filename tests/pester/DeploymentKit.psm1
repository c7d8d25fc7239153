# A deployment with faults in the sandbox, its files in a folder, and what a person answers to the questions of next steps.
Set-StrictMode -Version 3.0

$answers = $null

# Puts the sample deployment into the sandbox, with these faults, and its files into a folder. What it returns has the password of
# the PFX files, and lists them: archive has those of the archive (archive.csv lists them too), further those that
# somebody else has.
function Set-Deployment {
    param([string] $Folder, [string[]] $Fault = @())

    $page = "$(Get-SandboxUri)sandbox/deployment"
    foreach ($user in 'anna', 'bert', 'carla', 'dora', 'carla.new') {
        try {
            # Faults rename users and delete them.
            $null = Invoke-RestMethod -Method Delete -Uri "$(Get-SandboxUri)sandbox/users/$user@contoso.com"
        }
        catch {
            Write-Verbose "There is no $user."
        }
    }

    $null = Invoke-RestMethod -Method Delete -Uri $page
    $sample = Invoke-RestMethod -Method Post -Uri "${page}?fault=$($Fault -join ',')"
    foreach ($file in @($sample.archive) + @($sample.further) + @($sample.certificates)) {
        [System.IO.File]::WriteAllBytes((Join-Path $Folder $file.name), [Convert]::FromBase64String($file.content))
    }

    $sample.archive |
        Select-Object -Property @{ Name = 'UserPrincipalName'; Expression = 'user' }, @{ Name = 'Path'; Expression = 'name' },
            @{ Name = 'Password'; Expression = { $sample.password } } |
        Export-Csv -LiteralPath (Join-Path $Folder 'archive.csv') -NoTypeInformation -Encoding UTF8
    $script:answers = $sample
    $sample
}

# The one place that knows what a next step asks for. The files lie in the current folder.
function Get-Answer {
    param([string] $Prompt, [switch] $AsSecureString)

    if ($AsSecureString) {
        return ConvertTo-SecureString -String $answers.password -AsPlainText -Force
    }

    switch -Regex ($Prompt) {
        "^File of the connector's public key$" { return (Get-SampleFile).ConnectorPublicKey }
        '^PFX of \S+, ([0-9A-F]{40})$' {
            $thumbprint = $Matches[1]
            return './' + (@($answers.archive) + @($answers.further) | Where-Object thumbprint -EQ $thumbprint)[0].name
        }
        '^Next encryption PFX of (\w+)@' { return "./$($Matches[1])-next.pfx" }
        '^Next signing PFX of (\w+)@' { return "./$($Matches[1])-next-signing.pfx" }
        '^Encryption PFX of (\w+)@\S+ valid' { return "./$($Matches[1])-2024.pfx" }
        '^File of the certificate of (.+)$' { return "./$($Matches[1]).cer" }
        '^Whose it is not: (\S+) or' { return $Matches[1] }
    }

    throw "Nobody knows an answer to '$Prompt'."
}

Export-ModuleMember -Function Set-Deployment, Get-Answer
