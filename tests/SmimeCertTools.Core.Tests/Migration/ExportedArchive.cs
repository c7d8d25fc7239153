using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Core.Tests.Migration;

/// <summary>
/// What a CA exported over the years: files of people named in five styles, and the passwords in a list of their own.
/// </summary>
internal sealed class ExportedArchive
{
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly string[] FirstNames =
        ["John", "Mary", "Jörg", "Ana", "Luc", "Zoë", "Peter", "Ines", "Omar", "Kim", "Eva", "Tom", "Rita", "Paul", "Lea"];

    private static readonly string[] LastNames =
        ["Doe", "Müller", "Garcia", "Novak", "Okafor", "Larsen", "Rossi", "Dubois", "Schmidt", "Petrov", "Silva", "Kowalski",
            "Tanaka", "Hansen", "Moreau", "Weber", "Costa", "Nagy", "Ivanova", "Berg"];

    private readonly Dictionary<string, int> _passwordOf = new(StringComparer.Ordinal);
    private readonly List<string> _passwords = [];

    /// <summary>The files in the order of their paths, with no password.</summary>
    public IReadOnlyList<ArchiveItem> Items =>
        [.. _passwordOf.Keys.Order(StringComparer.OrdinalIgnoreCase).Select(path =>
            new ArchiveItem { Path = path, Password = SecretText.Absent() })];

    /// <summary>The list of passwords.</summary>
    public required string List { get; init; }

    /// <summary>
    /// How many passwords whoever takes files and passwords as they come tries in all: each file's up to the right one.
    /// </summary>
    public long TrialsInOrder => _passwordOf.Values.Sum(place => place + 1L);

    /// <summary>Makes an archive.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="people">How many people, each with a password.</param>
    /// <param name="files">How many files: from the first people on a second one each.</param>
    /// <param name="hints">What stands beside a person's password, under one heading; null for no such column.</param>
    /// <param name="iterations">Of each key's derivation. Windows exports with 2000; to count trials, few will do.</param>
    public static ExportedArchive Make(
        TempFolder folder, int people, int files, Func<Person, string>? hints, int iterations = 2000)
    {
        var archive = new ExportedArchive { List = folder.Combine("passwords.csv") };
        var everybody = Enumerable.Range(0, people).Select(Person.Of).ToList();
        archive._passwords.AddRange(everybody.Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(9))));

        // In the list they stand in another order than the files do.
        var order = everybody.OrderBy(person => person.Number * 7919 % people).ToList();
        var lines = order.Select(person => (hints is null ? string.Empty : $"\"{hints(person)}\",")
            + archive._passwords[person.Number]);
        File.WriteAllLines(
            archive.List, lines.Prepend(hints is null ? "Password" : "Owner,Password"), new UTF8Encoding(true));
        Directory.CreateDirectory(folder.Combine("2021"));
        for (var i = 0; i < files; i++)
        {
            var person = everybody[i % people];
            var path = folder.Combine(i % 5 == 2 ? Path.Combine("2021", person.FileName(i)) : person.FileName(i));
            File.WriteAllBytes(path, archive.Export(person, i, iterations));
            archive._passwordOf.Add(path, order.IndexOf(person));
        }

        return archive;
    }

    private byte[] Export(Person person, int number, int iterations)
    {
        var request = new CertificateRequest(
            $"CN={person.First} {person.Last}", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var usage = number % 2 == 0 ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.DigitalSignature;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress(person.Address);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            new X500DistinguishedName("CN=Contoso CA"), X509SignatureGenerator.CreateForRSA(Key, RSASignaturePadding.Pkcs1),
            DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1),
            Convert.FromHexString(Person.SerialNumber(number)));
        using var pair = certificate.CopyWithPrivateKey(Key);
        return pair.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterations), _passwords[person.Number]);
    }

    /// <summary>Somebody in the archive.</summary>
    internal sealed record Person(int Number, string First, string Last)
    {
        public string Account => Plain(First).Substring(0, 1) + Plain(Last) + Number.ToString(CultureInfo.InvariantCulture);

        public string Address => $"{Plain(First)}.{Plain(Last)}{Number}@contoso.com";

        public static Person Of(int number) => new(
            number, FirstNames[number % FirstNames.Length], LastNames[number / FirstNames.Length % LastNames.Length]);

        public static string SerialNumber(int number) =>
            "4F00" + ((number * 7919) + 1000003).ToString("X8", CultureInfo.InvariantCulture);

        public string FileName(int number) => (number % 5) switch
        {
            0 => $"{Account}-{number}.pfx",
            1 => $"{Address}_enc{number}.p12",
            2 => $"{Last}, {First} ({2000 + number}).pfx",
            3 => $"{4000 + number}-{Account}-sig.pfx",
            _ => SerialNumber(number) + ".pfx",
        };

        private static string Plain(string text) => new([.. text.Normalize(NormalizationForm.FormD)
            .Where(character => character < 128).Select(char.ToLowerInvariant)]);
    }
}
