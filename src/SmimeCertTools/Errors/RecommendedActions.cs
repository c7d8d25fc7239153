using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Errors;

/// <summary>What to do next, for errors where the message alone does not say what helps in PowerShell.</summary>
internal static class RecommendedActions
{
    /// <summary>The advice for <paramref name="error"/>; null where its message says it all.</summary>
    public static string? For(SmimeException error) => error switch
    {
        PfxException { Kind: PfxErrorKind.PasswordIncorrect } => "Check the -Password of this file, or its Password column.",
        ImportException { Kind: ImportErrorKind.PurposeRequired } => "Give -IntendedPurpose SmimeEncryption or SmimeSigning.",
        GraphRequestException graph => ForGraph(graph),
        _ => null,
    };

    private static string? ForGraph(GraphRequestException error) => error.Kind switch
    {
        GraphErrorKind.Unauthorized => "Sign in again with Connect-SmimeGraph.",
        GraphErrorKind.SignInFailed when error.Code is "AuthorityUnreachable" or "AuthorityNotTrusted" or "AuthorityUnknown" =>
            "Check the network, the proxy, $env:AZURE_AUTHORITY_HOST and -Environment, then run Connect-SmimeGraph again.",
        GraphErrorKind.SignInFailed => "Check client id, tenant id and credential, then run Connect-SmimeGraph again.",
        GraphErrorKind.Forbidden =>
            "Grant the permissions in MissingScopes of Get-SmimeGraphContext, then sign in again with Connect-SmimeGraph.",
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
