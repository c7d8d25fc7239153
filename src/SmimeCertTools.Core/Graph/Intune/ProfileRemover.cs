using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>A profile that refers to another.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="ODataType">Its type without namespace.</param>
/// <param name="Navigation">The navigation that leads to the other, such as smimeSigningCertificate.</param>
public sealed record ProfileReferrer(string Id, string DisplayName, string ODataType, string Navigation)
{
    /// <inheritdoc/>
    public override string ToString() => $"'{DisplayName}' ({Navigation}, {Id})";
}

/// <summary>Finds what refers to a profile, and deletes profiles.</summary>
internal sealed class ProfileRemover(ProfileStore store)
{
    public async Task<IReadOnlyList<ProfileReferrer>> FindReferrersAsync(
        IntuneProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Kind is not (SmimeProfileKind.TrustedRoot or SmimeProfileKind.Pkcs or SmimeProfileKind.ImportedPfx)
            || !Guid.TryParse(profile.Id, out var id))
        {
            return [];
        }

        List<ProfileReferrer> referrers = [];
        foreach (var other in await store.ListAsync(profile.Collection, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var navigation in ProfileNavigations.To(other.ODataType, profile))
            {
                if (await store.ReferenceAsync(other, navigation, cancellationToken).ConfigureAwait(false) == id)
                {
                    referrers.Add(new ProfileReferrer(other.Id, other.DisplayName, other.ODataType, navigation));
                }
            }
        }

        return referrers;
    }

    public async Task DeleteAsync(IntuneProfile profile, CancellationToken cancellationToken)
    {
        var subject = IntuneSubjects.Write("delete", profile);
        await new ConfirmedWrite<IntuneProfile>(store.Transport.Policy, subject)
        {
            Send = async token =>
            {
                try
                {
                    await store.Transport.SendAsync(subject, HttpMethod.Delete, profile.Path, null, token).ConfigureAwait(false);
                }
                catch (GraphRequestException e) when (e.Kind == GraphErrorKind.NotFound)
                {
                    // Gone already, which the look-up that follows confirms or not.
                }
            },
            Look = async (_, token) => await store.Transport.FindAsync(
                IntuneSubjects.Read(profile), profile.Path, token).ConfigureAwait(false) is null
                ? profile
                : null,
            Missing = () => GraphErrors.NotConfirmed(subject, "a look-up still shows it"),
        }.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
