using System;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Another profile that a profile is bound to, by one of its navigations.</summary>
/// <param name="Navigation">The navigation's name, such as smimeSigningCertificate.</param>
/// <param name="ProfileId">The other profile's id.</param>
/// <param name="ODataType">The other profile's type without namespace.</param>
internal sealed record ProfileReference(string Navigation, Guid ProfileId, string ODataType);
