using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>Makes rows of a removal from what was bound; what is wrong with one is its error.</summary>
internal sealed class RemovalInput
{
    private readonly HashSet<string> _users = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// One row for each certificate of each user, or for all certificates of each user that was not named before.
    /// </summary>
    /// <param name="users">The users as they were bound.</param>
    /// <param name="thumbprints">The thumbprints as they were bound; null for all certificates.</param>
    /// <param name="recordId">The one record that is meant; null or empty for all records of the certificate.</param>
    /// <param name="serialNumber">The serial number; null or empty where the row has none.</param>
    /// <param name="issuer">The issuer; null or empty where the row has none.</param>
    public IEnumerable<RemovalRow> Rows(
        IReadOnlyList<string> users,
        IReadOnlyList<string>? thumbprints,
        string? recordId,
        string? serialNumber,
        string? issuer)
    {
        foreach (var user in users.Where(user => user.Length > 0))
        {
            if (BoundText.ProblemOf(user) is { } problem)
            {
                yield return Bad(string.Empty, InputErrors.UserUnusable(problem));
            }
            else if (thumbprints is null)
            {
                if (_users.Add(user))
                {
                    yield return new RemovalRow { UserPrincipalName = user };
                }
            }
            else if (thumbprints.All(string.IsNullOrEmpty))
            {
                yield return Bad(user, UserPfxErrors.ThumbprintMissing(user));
            }
            else if (recordId is not null && BoundText.ProblemOf(recordId) is { } unknown)
            {
                // Taken for none it would mean all records of the certificate.
                yield return Bad(user, InputErrors.Unusable(InputErrors.ValueUnusableId, "RecordId", user, unknown, user));
            }
            else
            {
                foreach (var thumbprint in thumbprints.Where(thumbprint => thumbprint.Length > 0))
                {
                    yield return BoundText.ProblemOf(thumbprint) is { } wrong
                        ? Bad(user, InputErrors.Unusable("ThumbprintInvalid", "Thumbprint", user, wrong, user))
                        : new RemovalRow
                        {
                            UserPrincipalName = user,
                            Thumbprint = thumbprint,
                            RecordId = Known(recordId),
                            SerialNumber = Known(serialNumber),
                            Issuer = Known(issuer),
                        };
                }
            }
        }
    }

    private static string? Known(string? text) =>
        string.IsNullOrEmpty(text) || BoundText.ProblemOf(text) is not null ? null : text;

    private static RemovalRow Bad(string user, ErrorRecord error) => new()
    {
        UserPrincipalName = user,
        Error = new InputException(error.FullyQualifiedErrorId, error.Exception, error),
    };
}
