using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Profiles;

/// <summary>A profile that exists and that another is to be bound to, with what decides whether it fits.</summary>
public sealed class ReferencedProfile
{
    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name, for messages.</summary>
    public required string DisplayName { get; init; }

    /// <summary>
    /// The type without namespace, such as iosImportedPFXCertificateProfile; with #microsoft.graph. is fine too.
    /// </summary>
    public required string ODataType { get; init; }

    /// <summary>The platforms it is for; empty for types that nothing here refers to.</summary>
    public IReadOnlyList<SmimePlatform> Platforms => ScepTypes.PlatformOf(ODataType) is { } platform
        ? [platform]
        : [.. ProfileTypes.Of(ODataType).Select(type => type.Platform).Distinct()];

    /// <summary>The purpose of a profile of imported certificates; null for other kinds, and where it is not known.</summary>
    public UserPfxPurpose? IntendedPurpose { get; init; }
}
