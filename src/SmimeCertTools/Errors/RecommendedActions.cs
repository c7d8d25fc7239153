using System;
using System.Collections.Generic;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Errors;

/// <summary>
/// What to do next in words of PowerShell. The core names no command and no parameter: it says what helps, and this what
/// does it.
/// </summary>
internal static class RecommendedActions
{
    private const string WriteAnew = "-PfxEncryption TripleDesSha1 writes it anew.";
    private const string Replace = "-Force replaces it.";
    private const string KeepRewriting = "Leave -PfxEncryption at TripleDesSha1, or convert the file with Convert-SmimePfx.";
    private const string OwnPassword = "Leave -PfxEncryption at TripleDesSha1, which gives it a password of its own.";

    private const string OwnTemplate =
        "about_SmimeReport lists what a template may use; without -TemplatePath the module's is used.";
    private const string NewCatalog = "Export-SmimeCatalog makes one of a folder or a list.";
    private const string OwnCertificate =
        "-CertificatePath takes a certificate (.cer, .pem) or a PFX; -PublicClient does without.";
    private const string NameIdentity = "-ManagedIdentity takes its object id as well.";

    private const string GiveUser = "Give -UserPrincipalName, or a column UserPrincipalName.";

    // What does it, by the error's identifier; the error's own sentence says what is to be done.
    private static readonly Dictionary<string, string> ErrorMeans = new(StringComparer.Ordinal)
    {
        ["PasswordEmpty"] = WriteAnew,
        ["PasswordNotAscii"] = WriteAnew,
        ["PasswordTooLong"] = WriteAnew,
        ["PrivateKeyUnprotected"] = WriteAnew,
        ["PfxMultipleKeyPairs"] = "Convert-SmimePfx splits it; -PfxEncryption TripleDesSha1 uploads all of it.",
        ["PurposeRequired"] = "Give -IntendedPurpose SmimeEncryption or SmimeSigning, or a column IntendedPurpose.",
        ["AddressDiffers"] = "-AllowOtherAddress, or a column of that name, takes it all the same.",
        ["UserAmbiguous"] = GiveUser,
        ["UserNotIdentified"] = GiveUser + " After Connect-SmimeGraph users are found by their addresses.",
        ["FileExists"] = Replace,
        ["KeyExists"] = Replace,
        ["FileNotConfirmed"] = "-Verbose tells more of it.",
        ["KeyStorageUnavailable"] = "-PublicKeyPath names the file of a public key, -Path that of a private one.",
        ["ApplicationAmbiguous"] = "-ClientId names it.",
        ["ApplicationNotFound"] = "-ClientId is the application's, not the object id.",
        ["ProfileIncomplete"] = "-IfExists Update finishes it.",
        ["RecordNotFound"] = "Get-SmimeUserPfx shows what is there.",
        ["SerialNumberUnknown"] = "-ArchivePath names the archive, -SerialNumber and -Issuer say it, a -ResultPath of the import "
            + "may know it; -Force removes it all the same and lists it without a command.",
        ["ArchiveNotRecognized"] = "Export-SmimeCatalog makes a catalogue, New-SmimeImportList a list.",
        ["ArchiveManifestInvalid"] = "New-SmimeImportList makes such a list of a folder and of passwords.",
        ["ManifestInvalid"] = "New-SmimeImportList makes such a list of a folder and of passwords.",
        ["CatalogNotRecognized"] = NewCatalog,
        ["CatalogLineInvalid"] = "Export-SmimeCatalog with -Force writes it anew.",
        ["PasswordListInvalid"] = "-PasswordList also takes a text with a password a line, if it is called .txt.",
        ["PasswordListLineInvalid"] = "New-SmimeImportList with -Force makes the list anew after that is mended.",
        ["PasswordNotOneLine"] = "-IncludePassword, -PasswordProvider and Convert-SmimePfx do that.",
        ["ReportTemplateInvalid"] = OwnTemplate,
        ["ReportTemplateLimitExceeded"] = OwnTemplate,
        ["ReportTemplateUnreadable"] = "Check -TemplatePath; without it the module's template is used.",
        ["ApplicationIncomplete"] = "Register-SmimeApplication -ValidateOnly shows what is missing.",
        ["ManagedIdentityNotFound"] = NameIdentity,
        ["ManagedIdentityAmbiguous"] = NameIdentity,
        ["PermissionNotOffered"] = "Get-SmimeGraphContext shows tenant and cloud; -Permission names others.",
        ["ClientCertificateNotRecognized"] = OwnCertificate,
        ["ClientCertificateExpired"] = "-CertificatePath takes another; -PublicClient does without.",
        ["ClientCertificateNotSupported"] = OwnCertificate,
        ["ProfileNotFound"] = "Get-SmimeProfile shows those there are.",
        ["ProfileRepeated"] = "For Outlook, -AllProfileTypes makes one configuration of all.",
    };

    // The same for findings, by rule.
    private static readonly Dictionary<string, string> FindingMeans = new(StringComparer.Ordinal)
    {
        ["TrailingBytes"] = KeepRewriting,
        ["BerEncoding"] = KeepRewriting,
        ["NoIntegrityCheck"] = KeepRewriting,
        ["WeakEncryption"] = KeepRewriting,
        ["Pbmac1Integrity"] = KeepRewriting,
        ["EncodingRare"] = KeepRewriting,
        ["EncodingNotUniversal"] = KeepRewriting,
        ["HighIterations"] = KeepRewriting,
        ["DuplicateCertificate"] = KeepRewriting,
        ["ChainOrder"] = KeepRewriting,
        ["MultipleKeyPairs"] = "Leave -PfxEncryption at TripleDesSha1, or split the file with Convert-SmimePfx.",
        ["PrivateKeyInClear"] = "Convert-SmimePfx makes one.",
        ["PasswordEmpty"] = OwnPassword,
        ["PasswordNotAscii"] = OwnPassword,
        ["PasswordTooLong"] = OwnPassword,
        ["PurposeRequired"] = "Give -IntendedPurpose SmimeEncryption or SmimeSigning, or a column IntendedPurpose.",
        ["AddressDiffers"] = "-EmailAddress names it.",
    };

    /// <summary>The errors that something is said of.</summary>
    internal static IEnumerable<string> ErrorIds => ErrorMeans.Keys;

    /// <summary>The rules that something is said of.</summary>
    internal static IEnumerable<string> RuleIds => FindingMeans.Keys;

    /// <summary>What <paramref name="error"/> says, and what does it.</summary>
    public static string Message(SmimeException error) => Join(error.Message, ErrorMeans, error.ErrorId)!;

    /// <summary>The advice of a finding, and what does it; null where there is none.</summary>
    /// <param name="id">The rule's identifier.</param>
    /// <param name="advice">What the core advises; null for nothing.</param>
    public static string? Advice(string id, string? advice) => Join(advice, FindingMeans, id);

    /// <summary>
    /// The advice for <paramref name="error"/>; null where <see cref="Message"/> says it all. PowerShell 7.6 prints it below the
    /// message.
    /// </summary>
    public static string? For(SmimeException error) => error switch
    {
        GraphRequestException graph => ForGraph(graph),
        { ErrorId: "PfxPasswordIncorrect" } => "Check the -Password of this file, or its column Password or PasswordFile.",
        _ => null,
    };

    /// <summary>
    /// What to check about the password of a file of an archive, which came from the list or was the one for all.
    /// </summary>
    public static string ForArchivePassword(bool isOfList, bool isGiven) =>
        isOfList ? "Check the column Password or PasswordFile of the list."
        : isGiven ? "Check -ArchivePassword, or give the file a password of its own: a list with the columns Path and Password."
        : "Give -ArchivePassword, or a list with the columns Path and Password as the archive.";

    private static string? Join(string? text, Dictionary<string, string> means, string id) =>
        text is not null && means.TryGetValue(id, out var does) ? $"{text} {does}" : text;

    private static string? ForGraph(GraphRequestException error) => error.Kind switch
    {
        _ when error.IsForeign =>
            "Check $env:HTTPS_PROXY and $env:NO_PROXY, the firewall, and -GraphUri or -Environment of Connect-SmimeGraph.",
        _ when error.Code is "AuthorityUnreachable" or "AuthorityNotTrusted" =>
            "Check the network, the proxy, $env:AZURE_AUTHORITY_HOST and -Environment, then run Connect-SmimeGraph again.",
        GraphErrorKind.UserNotFound =>
            "Get-SmimeGraphContext shows the tenant. Give the user principal name as the directory has it, not a mail address.",
        GraphErrorKind.Unauthorized or GraphErrorKind.NotConnected => "Sign in again with Connect-SmimeGraph.",
        GraphErrorKind.SignInFailed when error.Code is "AuthorityUnknown" =>
            "Check $env:AZURE_AUTHORITY_HOST and -Environment; for a private cloud add -DisableInstanceDiscovery.",
        GraphErrorKind.SignInFailed => "Check client id, tenant id and credential, then run Connect-SmimeGraph again.",
        GraphErrorKind.Forbidden =>
            "Get-SmimeGraphContext shows what the sign-in has. Grant what it lacks, then sign in again with Connect-SmimeGraph.",
        GraphErrorKind.Throttled => "Wait some minutes and run the command again; what is already done is not sent twice.",
        GraphErrorKind.ConnectionFailed => "Check the network, the proxy and -GraphUri or -Environment of Connect-SmimeGraph.",
        _ => WithRequestIds(error),
    };

    private static string? WithRequestIds(GraphRequestException error) =>
        error.RequestId is null && error.ClientRequestId is null
            ? null
            : $"When you ask Microsoft for support, quote request-id {error.RequestId ?? "(none)"} and client-request-id "
                + $"{error.ClientRequestId ?? "(none)"}.";
}
