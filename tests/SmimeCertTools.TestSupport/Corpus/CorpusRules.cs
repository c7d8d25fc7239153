using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace SmimeCertTools.TestSupport.Corpus;

/// <summary>Judges opened files by what the corpus's manifests expect of each. Every rule returns the problem, or null.</summary>
public static class CorpusRules
{
    /// <summary>An RSAES-OAEP key and its certificate, which the recording tool did not compare.</summary>
    public const string OaepKey = "pfx/dotnet-corefx/RsaOaep2048_NoParameters.pfx";

    private const string PasswordIncorrect = "PasswordIncorrect";
    private const string LimitExceeded = "LimitExceeded";
    private const string Unsupported = "Unsupported";
    private const string Damaged = "Damaged";

    /// <summary>An entry of "files".</summary>
    public static string? File(JsonElement entry, OpenedFile file) => Expected(entry) switch
    {
        "valid" => Contents(entry, file) ?? Pairs(entry, file),
        "valid_but_key_does_not_match" => Contents(entry, file)
            ?? (file.SingleError == "KeyMismatch" ? null : "the mismatch is not reported"),
        "valid_rare_algorithm" => file.Error == Unsupported ? null : Contents(entry, file),
        "quirk" => file.Opened ? Contents(entry, file) : Refused(file),
        "mac_fail" => Among(file, PasswordIncorrect, Damaged),
        "unknown_password" => Among(file, PasswordIncorrect),
        "different_mac_and_cipher_passwords" => Among(file, PasswordIncorrect),
        "malformed" or "reject" => Refused(file),
        "must_not_crash" => null,
        var other => "the expectation '" + other + "' is unknown to this test",
    };

    /// <summary>An entry of "hostile".</summary>
    public static string? Hostile(JsonElement entry, OpenedFile file) => Expected(entry) switch
    {
        "malformed" or "malformed_or_decoded" => Refused(file),
        "malformed_or_mac_fail" => Among(file, Damaged, PasswordIncorrect),
        "reject_fast" => Among(file, LimitExceeded),
        "reject_fast_or_unsupported" => Among(file, LimitExceeded, Unsupported),
        "certs_ok_key_reject_fast" => Among(file, LimitExceeded),
        "decrypt_error" => Refused(file),
        "unsupported" => Among(file, Unsupported),
        "valid" or "valid_or_warn" => file.Opened && file.Pairs.Count == 1 ? null : "its key pair does not open",
        "valid_no_certs" => file.Opened && file.Certificates.Count == 0 ? null : "it does not open as empty",
        "must_not_crash" => null,
        var other => "the expectation '" + other + "' is unknown to this test",
    };

    /// <summary>An entry of "mutated", made from the entry <paramref name="original"/> of "files".</summary>
    public static string? Mutated(JsonElement entry, JsonElement original, OpenedFile file) =>
        entry.GetProperty("op").GetString() == "trunc" ? Among(file, "Truncated", "NotPfx")
        : Expected(entry) == "opens_same_contents" ? Contents(original, file)
        : file.Opened && Has(original.GetProperty("algorithms"), "mac") ? Contents(original, file)
        : null;

    /// <summary>Whether the file was refused as one of these kinds.</summary>
    public static string? Among(OpenedFile file, params string[] kinds) =>
        kinds.Contains(file.Error) ? null : "it is not reported as " + string.Join(" or ", kinds);

    private static string? Refused(OpenedFile file) => file.Error is null ? "it is not refused" : null;

    private static string? Contents(JsonElement entry, OpenedFile file)
    {
        if (!file.Opened)
        {
            return "it does not open";
        }

        // Without a count the recording tools could not read the certificates themselves.
        if (!Has(entry, "cert_count"))
        {
            return null;
        }

        var expected = entry.GetProperty("certs").EnumerateArray()
            .Select(certificate => certificate.GetProperty("sha1").GetString()!).ToHashSet();
        return file.Certificates.SetEquals(expected) ? null : "the certificates differ";
    }

    private static string? Pairs(JsonElement entry, OpenedFile file)
    {
        if (!Has(entry, "keys") || entry.GetProperty("file").GetString() == OaepKey)
        {
            return null;
        }

        var expected = entry.GetProperty("keys").EnumerateArray()
            .Where(key => Has(key, "matches_cert_sha1"))
            .SelectMany(key => key.GetProperty("matches_cert_sha1").EnumerateArray())
            .Select(thumbprint => thumbprint.GetString()!)
            .ToHashSet();
        return file.Pairs.SetEquals(expected) ? null : "the key pairs differ: " + file.Pairs.Count + " for " + expected.Count;
    }

    private static string Expected(JsonElement entry) => entry.GetProperty("expected").GetString()!;

    private static bool Has(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
