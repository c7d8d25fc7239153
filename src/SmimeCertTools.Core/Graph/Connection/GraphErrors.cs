using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.SignIn;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>The one place where failures become the words an administrator reads.</summary>
internal static class GraphErrors
{
    private const string ConnectAgain = "Sign in again.";
    private const int ProxyWantsPassword = 407;

    /// <summary>The one place where a failed request becomes our error.</summary>
    public static async Task<T> SendAsync<T>(GraphRequestSubject subject, Func<Task<T>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (GraphFailureException e)
        {
            throw Make(e, subject);
        }
    }

    /// <summary>Puts <paramref name="failure"/> into words.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="request">What was to be done.</param>
    public static GraphRequestException Make(GraphFailureException failure, GraphRequestSubject request)
    {
        var kind = failure.Kind == GraphErrorKind.NotFound && request.IsUserLookup && failure.Body.IsGraphError
            ? GraphErrorKind.UserNotFound
            : failure.Kind;
        var code = failure.Body.Code
            ?? (kind == GraphErrorKind.SignInFailed ? SignInAdvice.CodeIn(failure.Message) : null) ?? failure.Code;
        var text = new StringBuilder("Could not ").Append(request.Action).Append(": ");
        Sentence(text, failure.Body.Message is { } message ? $"{Reason(failure)}: {message}" : Reason(failure));
        Sentence(text, Advice(kind, failure, request));
        if (failure.RequestId is not null || failure.StatusCode is not null)
        {
            Sentence(text, Ids(failure));
        }

        return new GraphRequestException(kind, text.ToString(), failure.InnerException)
        {
            StatusCode = failure.StatusCode,
            IsForeign = failure.IsForeign,
            IsUnreadableSuccess = failure.IsUnreadableSuccess,
            Code = code.Visible(),
            ServiceMessage = failure.Body.Message.Visible(),
            RequestId = failure.RequestId,
            ClientRequestId = failure.ClientRequestId,
            RetryAfter = failure.RetryAfter,
            Target = request.Target,
        };
    }

    /// <summary>A sign-in that failed.</summary>
    public static GraphRequestException SignIn(GraphFailureException failure, string authType)
    {
        var code = SignInAdvice.CodeIn(failure.Message);
        var text = new StringBuilder("Could not sign in (").Append(authType).Append("): ");
        Sentence(text, failure.Message);
        var isExpired = failure.Kind == GraphErrorKind.Unauthorized;
        Sentence(text, isExpired ? "Connect with a new token." : failure.Advice ?? SignInAdvice.For(code, authType));
        return new GraphRequestException(failure.Kind, text.ToString(), failure.InnerException)
        {
            StatusCode = failure.StatusCode,
            Code = code ?? failure.Code,
        };
    }

    /// <summary>The service said yes and a look-up says otherwise.</summary>
    public static GraphRequestException NotConfirmed(GraphRequestSubject request, string finding) =>
        new(GraphErrorKind.NotConfirmed, $"Graph answered that it did {request.Action}, but {finding}.")
        {
            Target = request.Target,
        };

    /// <summary>A write that was cancelled before it was known whether it took effect.</summary>
    public static GraphRequestException Abandoned(GraphRequestSubject request, string advice, Exception cause) =>
        new(GraphErrorKind.TimedOut, $"It was cancelled before it was known whether Graph did {request.Action}. {advice}", cause)
        {
            Target = request.Target,
        };

    /// <summary>An answer that does not follow the protocol.</summary>
    public static GraphRequestException Unexpected(GraphRequestSubject request, string finding, Exception? inner = null) =>
        new(GraphErrorKind.UnexpectedResponse,
            $"Could not {request.Action}: {finding}. Check that the endpoint is Microsoft Graph.", inner)
        {
            Target = request.Target,
        };

    /// <summary><paramref name="error"/> with <paramref name="note"/> added: what was found out since.</summary>
    public static GraphRequestException WithNote(GraphRequestException error, string note) =>
        new(error.Kind, error.Message + " " + note, error)
        {
            StatusCode = error.StatusCode,
            IsForeign = error.IsForeign,
            IsUnreadableSuccess = error.IsUnreadableSuccess,
            Code = error.Code,
            ServiceMessage = error.ServiceMessage,
            RequestId = error.RequestId,
            ClientRequestId = error.ClientRequestId,
            RetryAfter = error.RetryAfter,
            Target = error.Target,
        };

    /// <summary>Whether it is Intune's words for a tenant without it, which come under several statuses.</summary>
    public static bool IsWrongTenant(string? serviceMessage) =>
        serviceMessage?.IndexOf("not applicable to target tenant", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Reason(GraphFailureException failure) =>
        failure is { StatusCode: null, Code: null, Kind: GraphErrorKind.ConnectionFailed }
            ? "no connection, " + failure.Message
            : failure.Message;

    private static string? Advice(GraphErrorKind kind, GraphFailureException failure, GraphRequestSubject request) => kind switch
    {
        _ when failure is { IsForeign: true, StatusCode: ProxyWantsPassword } => ConnectionFailures.ProxyAdvice,
        _ when failure.IsForeign => (failure.Tries > 1 ? $"Tried {Times(failure.Tries)}{Asked(failure)}. " : string.Empty)
            + "Check the proxy (HTTPS_PROXY, NO_PROXY), the firewall, the sign-in page of the network if it has one, and that "
            + "the endpoint is Microsoft Graph",
        _ when IsWrongTenant(failure) => "Intune does not serve this tenant: check that it is the right one, and that it has a "
            + "licence for Intune",
        GraphErrorKind.BadRequest when request.RefusalAdvice is { } advice => advice,
        GraphErrorKind.BadRequest when request.IsWrite =>
            "Graph does not say which member it refuses. Check that the user principal name is spelled as in the directory, that "
            + "key name and provider name are set, that the padding is OAEP with SHA-256, SHA-384 or SHA-512, that the purpose "
            + "is S/MIME encryption or signing, and that no record of this certificate exists under another user",
        GraphErrorKind.BadRequest => "Check how the user principal name and the thumbprint are written",
        GraphErrorKind.Unauthorized or GraphErrorKind.NotConnected => ConnectAgain,
        GraphErrorKind.SignInFailed => failure.Advice ?? ConnectAgain,
        GraphErrorKind.Forbidden =>
            $"The permission {request.Permission} is needed, with an administrator's consent, and for a person {request.Role}",
        GraphErrorKind.UserNotFound => "Nobody in this tenant has that user principal name. Check its spelling and the tenant; a "
            + "mail address need not be the user principal name, and who was deleted is not found",
        GraphErrorKind.NotFound => "It does not exist, or no longer",
        GraphErrorKind.Conflict => "It exists already or was changed meanwhile. Read it and try again",
        GraphErrorKind.Throttled when failure.Tries == 0 => $"The service asks to wait {Wait(failure)}. Try again then",
        GraphErrorKind.Throttled =>
            $"Still throttled after {Times(failure.Tries)}{Asked(failure)}. Try again later"
            + (request.RefusalAdvice is null ? " or with a lower ThrottleLimit" : ""),
        GraphErrorKind.ServiceUnavailable => $"Tried {Times(failure.Tries)}{Asked(failure)}. Try again later",
        GraphErrorKind.ConnectionFailed =>
            failure.Advice ?? "Check the endpoint's address, the network, the proxy and the firewall",
        GraphErrorKind.UnexpectedResponse when failure.StatusCode is null => "Check that the endpoint is Microsoft Graph",
        GraphErrorKind.TimedOut => "Check the network, or allow more time",
        _ => null,
    };

    private static bool IsWrongTenant(GraphFailureException failure) => IsWrongTenant(failure.Body.Message);

    private static string Times(int tries) => tries == 1 ? "1 time" : $"{tries} times";

    private static string Asked(GraphFailureException failure) =>
        failure.RetryAfter is null ? "" : $"; the service asks to wait {Wait(failure)}";

    private static string Wait(GraphFailureException failure)
    {
        if (failure is not { RetryAfter: { } wait, RetryUntil: { } until })
        {
            return "longer than anybody does";
        }

        var form = wait < TimeSpan.FromHours(12) ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        var moment = until.ToString(form, CultureInfo.InvariantCulture);
        return string.Format(CultureInfo.InvariantCulture, "{0:0.#} s, until {1}", wait.TotalSeconds, moment);
    }

    private static string Ids(GraphFailureException failure)
    {
        List<(string Name, string? Id)> all = [("request id", failure.RequestId), ("client request id", failure.ClientRequestId),
            ("activity id", failure.Body.ActivityId)];
        var ids = string.Join(", ", all.Where(id => id.Id is not null).Select(id => $"{id.Name} {id.Id}"));
        return ids.Length == 0 ? ids : char.ToUpperInvariant(ids[0]) + ids.Substring(1);
    }

    private static void Sentence(StringBuilder text, string? sentence)
    {
        if (string.IsNullOrWhiteSpace(sentence))
        {
            return;
        }

        if (text[text.Length - 1] != ' ')
        {
            text.Append(' ');
        }

        var trimmed = sentence!.Trim();
        text.Append(trimmed);
        if (trimmed[trimmed.Length - 1] is not ('.' or '!' or '?'))
        {
            text.Append('.');
        }
    }
}
