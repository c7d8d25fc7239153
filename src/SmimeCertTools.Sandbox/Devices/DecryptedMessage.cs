using System;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>A message that a device has decrypted.</summary>
/// <param name="Text">The text: the content without its MIME header, in UTF-8.</param>
/// <param name="Content">The content as decrypted.</param>
/// <param name="Thumbprint">The certificate whose key opened it.</param>
public sealed record DecryptedMessage(string Text, byte[] Content, string Thumbprint);

/// <summary>A device cannot decrypt a message.</summary>
public sealed class MessageDecryptionException(string message, Exception? inner = null) : Exception(message, inner);
