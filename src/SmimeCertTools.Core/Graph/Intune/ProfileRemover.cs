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
public sealed class ProfileReferrer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its type without namespace.</summary>
    public required string ODataType { get; init; }

    /// <summary>The navigation that leads to the other, such as smimeSigningCertificate.</summary>
    public required string Navigation { get; init; }

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

        var transport = store.Transport;
        var all = await transport.ListAsync(
            IntuneSubjects.Read(profile.Collection), profile.Collection, cancellationToken).ConfigureAwait(false);
        List<ProfileReferrer> referrers = [];
        foreach (var json in all)
        {
            var type = ProfileTypes.WithoutPrefix(json.Text("@odata.type") ?? string.Empty);
            var (otherId, name) = (json.Text("id") ?? string.Empty, json.Text("displayName") ?? string.Empty);
            foreach (var navigation in ProfileNavigations.To(type, profile))
            {
                var target = await transport.FindAsync(
                    IntuneSubjects.Read(profile.Collection, name),
                    $"{profile.Collection}/{Uri.EscapeDataString(otherId)}/microsoft.graph.{type}/{navigation}",
                    cancellationToken).ConfigureAwait(false);
                if (Guid.TryParse(target?.Text("id"), out var targetId) && targetId == id)
                {
                    referrers.Add(new ProfileReferrer
                    {
                        Id = otherId,
                        DisplayName = name,
                        ODataType = type,
                        Navigation = navigation,
                    });
                }
            }
        }

        return referrers;
    }

    public async Task DeleteAsync(IntuneProfile profile, CancellationToken cancellationToken)
    {
        var subject = IntuneSubjects.Write("delete", profile.Collection, profile.DisplayName);
        await UncertainWrite.RunAsync(
            store.Transport.Policy,
            async token =>
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
            async token => await store.Transport.FindAsync(
                IntuneSubjects.Read(profile.Collection, profile.DisplayName), profile.Path, token).ConfigureAwait(false) is null
                ? profile
                : null,
            () => GraphErrors.NotConfirmed(subject, "a look-up still shows it"),
            cancellationToken).ConfigureAwait(false);
    }
}
