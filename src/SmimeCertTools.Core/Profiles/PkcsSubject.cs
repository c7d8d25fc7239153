using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Profiles;

/// <summary>What a PKCS profile says of subject and subject alternative names, as each type has it.</summary>
internal static class PkcsSubject
{
    private const string EmailVariable = "{{EmailAddress}}";
    private const string PrincipalVariable = "{{UserPrincipalName}}";

    private static readonly Regex Attribute =
        new(@"\A\s*[A-Za-z][A-Za-z0-9.]*\s*=\s*\S", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Regex Variable =
        new(@"\{\{[A-Za-z][A-Za-z0-9_.]*\}\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Adds the members.</summary>
    /// <exception cref="ProfileException">The platform cannot carry a choice, or a text is malformed.</exception>
    public static void Add(PkcsSettings settings, ProfileType type, JsonObject members, List<string> warnings)
    {
        var (format, text) = Subject(settings, type);
        members["subjectNameFormat"] = format;
        if (text is not null)
        {
            members["subjectNameFormatString"] = text;
        }

        var names = settings.SubjectAlternativeName
            ?? [new SubjectAlternativeName { Kind = SubjectAlternativeNameKind.EmailAddress }];
        if (type.Platform == SmimePlatform.AndroidDeviceAdministrator)
        {
            members["subjectAlternativeNameType"] = Flags(type, names);
        }
        else
        {
            // The flags are of old; the list says the same with values.
            members["subjectAlternativeNameType"] = "none";
            members["customSubjectAlternativeNames"] = new JsonArray([.. names.Select(Write)]);
        }

        var isInSubject = text is null
            ? format is "commonNameIncludingEmail" or "commonNameAsEmail"
            : text.IndexOf(EmailVariable, StringComparison.OrdinalIgnoreCase) >= 0;
        if (!isInSubject && names.All(name => name.Kind != SubjectAlternativeNameKind.EmailAddress))
        {
            warnings.Add("Neither the subject nor a subject alternative name has the e-mail address: mail clients match "
                + "certificates by it.");
        }
    }

    private static (string Format, string? Text) Subject(PkcsSettings settings, ProfileType type)
    {
        var custom = settings.SubjectName?.Trim();
        var format = settings.SubjectNameFormat
            ?? (custom is null ? SmimeSubjectNameFormat.CommonNameIncludingEmail : SmimeSubjectNameFormat.Custom);
        var wire = ProfileOptions.Wire(format, nameof(settings.SubjectNameFormat));
        if (format == SmimeSubjectNameFormat.Custom)
        {
            ProfileOptions.Refuse(type, nameof(settings.SubjectName), isGiven: true);
            return (wire, CheckName(custom));
        }

        if (custom is not null)
        {
            throw ProfileErrors.Invalid(nameof(settings.SubjectName),
                $"SubjectName is for the subject name format Custom, but the format is {format}. Leave one out.");
        }

        if (type.Platform is SmimePlatform.AndroidDeviceOwner or SmimePlatform.AospDeviceOwner)
        {
            // These types always have the subject as text.
            return ("custom", TextOf(format, type));
        }

        if (type.Platform is SmimePlatform.IOS or SmimePlatform.MacOS
            && format is SmimeSubjectNameFormat.CommonNameAsAadDeviceId or SmimeSubjectNameFormat.CommonNameAsIntuneDeviceId
                or SmimeSubjectNameFormat.CommonNameAsDurableDeviceId)
        {
            throw ProfileErrors.NotCarried(type.Platform, type.Kind, $"the subject name format {format}",
                "Use Custom with a variable, such as CN={{DeviceId}}.");
        }

        return (wire, null);
    }

    private static string TextOf(SmimeSubjectNameFormat format, ProfileType type) => format switch
    {
        SmimeSubjectNameFormat.CommonName => "CN={{UserName}}",
        SmimeSubjectNameFormat.CommonNameIncludingEmail => "CN={{UserName}},E=" + EmailVariable,
        SmimeSubjectNameFormat.CommonNameAsEmail => "CN=" + EmailVariable,
        SmimeSubjectNameFormat.CommonNameAsIMEI => "CN={{IMEINumber}}",
        SmimeSubjectNameFormat.CommonNameAsSerialNumber => "CN={{SerialNumber}}",
        SmimeSubjectNameFormat.CommonNameAsAadDeviceId => "CN={{AAD_Device_ID}}",
        SmimeSubjectNameFormat.CommonNameAsIntuneDeviceId => "CN={{DeviceId}}",
        _ => throw ProfileErrors.NotCarried(type.Platform, type.Kind, $"the subject name format {format}",
            "Use Custom with a variable, such as CN={{DeviceId}}."),
    };

    private static string CheckName(string? text)
    {
        var name = ProfileErrors.Required(text, nameof(PkcsSettings.SubjectName));
        if (!Attribute.IsMatch(name))
        {
            throw ProfileErrors.Invalid(nameof(PkcsSettings.SubjectName),
                $"SubjectName '{name}' is no distinguished name. Write it such as CN={{{{UserName}}}},E={EmailVariable}.");
        }

        CheckVariables(name, nameof(PkcsSettings.SubjectName));
        return name;
    }

    private static void CheckVariables(string text, string option)
    {
        var rest = Variable.Replace(text, string.Empty);
        if (rest.IndexOf('{') >= 0 || rest.IndexOf('}') >= 0)
        {
            throw ProfileErrors.Invalid(option,
                $"{option} '{text}' has a brace that belongs to no variable. Variables stand in double braces, such as "
                    + $"{EmailVariable}.");
        }
    }

    private static string Value(SubjectAlternativeName name)
    {
        const string option = nameof(PkcsSettings.SubjectAlternativeName);
        var value = name.Value?.Trim() ?? Usual(name.Kind)
            ?? throw ProfileErrors.Invalid(option, $"A subject alternative name of kind {name.Kind} needs a value.");
        if (value.Length == 0)
        {
            throw ProfileErrors.Invalid(option, $"A subject alternative name of kind {name.Kind} is empty. Give it a value, "
                + "or none.");
        }

        CheckVariables(value, option);
        return value;
    }

    private static string? Usual(SubjectAlternativeNameKind kind) => kind switch
    {
        SubjectAlternativeNameKind.EmailAddress => EmailVariable,
        SubjectAlternativeNameKind.UserPrincipalName => PrincipalVariable,
        _ => null,
    };

    private static JsonObject Write(SubjectAlternativeName name) => new()
    {
        ["sanType"] = ProfileOptions.Wire(name.Kind, nameof(PkcsSettings.SubjectAlternativeName)),
        ["name"] = Value(name),
    };

    // Kinds without values: e-mail address and principal name are the user's.
    private static string Flags(ProfileType type, IReadOnlyList<SubjectAlternativeName> names)
    {
        foreach (var name in names)
        {
            ProfileOptions.Wire(name.Kind, nameof(PkcsSettings.SubjectAlternativeName));
            if (!string.Equals(Usual(name.Kind), Value(name), StringComparison.OrdinalIgnoreCase))
            {
                throw ProfileErrors.NotCarried(type.Platform, type.Kind, $"the subject alternative name '{name.Value}' "
                    + $"({name.Kind})", "It takes the user's e-mail address and user principal name only.");
            }
        }

        return names.Count == 0
            ? "none"
            : string.Join(",", names.Select(name => name.Kind).Distinct().OrderBy(kind => kind)
                .Select(kind => ProfileOptions.Wire(kind, nameof(PkcsSettings.SubjectAlternativeName))));
    }
}
