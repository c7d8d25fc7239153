# Removes what a list names, in a process of its own that the tests end in the middle.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [uri] $GraphUri,
    [Parameter(Mandatory)] [string] $Rows,
    [Parameter(Mandatory)] [string] $List,
    [Parameter(Mandatory)] [string] $Results
)

Import-Module -Name $Module
$token = ConvertTo-SecureString -String $env:SMIME_TEST_TOKEN -AsPlainText -Force
Connect-SmimeGraph -GraphUri $GraphUri -AccessToken $token
Import-Csv -LiteralPath $Rows |
    Remove-SmimeUserPfx -Confirm:$false -ThrottleLimit 4 -RevocationListPath $List -ResultPath $Results
