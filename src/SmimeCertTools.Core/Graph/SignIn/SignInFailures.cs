using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Azure.Identity;
using Microsoft.Identity.Client;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>What a sign-in that failed in Azure.Identity means.</summary>
internal static class SignInFailures
{
    /// <summary>What Microsoft says of a sign-in service that it does not know.</summary>
    private const string UnknownInstance = "AADSTS50049";
    private const string Failed = "authentication failed:";
    private const string OnlyInInner = "see inner exception";

    /// <param name="error">What the library threw.</param>
    /// <param name="authority">The sign-in service; null for a managed identity.</param>
    public static GraphFailureException Explain(AuthenticationFailedException error, Uri? authority)
    {
        var service = authority is null ? "the managed identity's endpoint" : $"the sign-in service {authority.Authority}";
        if (error is AuthenticationRequiredException)
        {
            return Of("the sign-in cannot be renewed without the person", error, "Sign in again.");
        }

        // The library's own clock may end the waiting before the service does.
        if (Find<MsalClientException>(error)?.ErrorCode == MsalError.CodeExpired)
        {
            return Of("the code was not entered in time", error, "Run the command again for a new one.");
        }

        if (Find<AuthenticationException>(error) is { } untrusted)
        {
            return Of($"{service} cannot be trusted: {Cause(untrusted)}", error,
                ConnectionFailures.TrustAdvice, "AuthorityNotTrusted", GraphErrorKind.ConnectionFailed);
        }

        var cause = Find<SocketException>(error) ?? Find<HttpRequestException>(error) ?? (Exception?)Find<IOException>(error);
        if (cause is not null)
        {
            return authority is null
                ? Of($"{service} cannot be reached: {Cause(cause)}", error,
                    "Check that this runs on an Azure resource with this managed identity.", "AuthorityUnreachable")
                : Unreachable($"{service} cannot be reached: {Cause(cause)}", error);
        }

        if (authority is not null
            && (Find<OperationCanceledException>(error) is not null || Find<TimeoutException>(error) is not null))
        {
            return Unreachable($"{service} did not answer in time", error);
        }

        if (authority is not null && Find<MsalServiceException>(error) is { ResponseBody: { Length: > 0 } body } answer
            && JsonMembers.TryParse(body) is null)
        {
            using var response = new HttpResponseMessage((HttpStatusCode)answer.StatusCode);
            return Unreachable(ForeignAnswer.Describe(response, body, authority.Authority), error);
        }

        var text = Reason(error);
        return SignInAdvice.CodeIn(text) != UnknownInstance ? Of(text, error)
            : Of($"Microsoft does not know {service}, so nothing was sent to it", error,
                $"Check {SignInTarget.AuthorityVariable}. For a private cloud turn instance discovery off: the service then "
                    + "gets what you sign in with, unchecked.", "AuthorityUnknown");
    }

    /// <summary>A sign-in service that could not be asked.</summary>
    public static GraphFailureException Unreachable(string reason, Exception cause) => Of(reason, cause,
        "Check its address, the network, and the proxy (HTTPS_PROXY, NO_PROXY).", "AuthorityUnreachable",
        GraphErrorKind.ConnectionFailed);

    /// <summary>A sign-in that failed.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="cause">What a library threw; null for none.</param>
    /// <param name="advice">What to do, where it is known better here than by the code.</param>
    /// <param name="code">A code of our own for a sign-in service that could not be asked.</param>
    /// <param name="kind">What kind of failure.</param>
    public static GraphFailureException Of(string reason, Exception? cause = null, string? advice = null, string? code = null,
        GraphErrorKind kind = GraphErrorKind.SignInFailed) => new(kind, reason, cause) { Advice = advice, Code = code };

    /// <summary>
    /// What the sign-in service said, from its code on: the library may keep it in an inner error and add advice of its own. Else
    /// the first message of the chain that says more than that it failed.
    /// </summary>
    private static string Reason(AuthenticationFailedException error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (SignInAdvice.CodeIn(e.Message) is { } code)
            {
                return TokenSources.FirstLine(e.Message.Substring(e.Message.IndexOf(code, StringComparison.Ordinal)));
            }
        }

        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            var text = TokenSources.FirstLine(e.Message);
            var end = text.IndexOf(Failed, StringComparison.Ordinal);
            text = end < 0 ? text : text.Substring(end + Failed.Length).Trim();
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "no reason was given";
    }

    /// <summary>The first sentence that says something itself.</summary>
    private static string Cause(Exception error)
    {
        var cause = error;
        while (cause.InnerException is { } inner && cause.Message.IndexOf(OnlyInInner, StringComparison.OrdinalIgnoreCase) >= 0)
        {
            cause = inner;
        }

        return TokenSources.FirstLine(cause.Message);
    }

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        if (error is T found)
        {
            return found;
        }

        // After several tries there is one cause for each; the last is the freshest.
        return error switch
        {
            null => null,
            AggregateException several when several.InnerExceptions.Count > 0 =>
                Find<T>(several.InnerExceptions[several.InnerExceptions.Count - 1]),
            _ => Find<T>(error.InnerException),
        };
    }
}
