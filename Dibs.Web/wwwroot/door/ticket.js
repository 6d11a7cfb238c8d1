// Reads and verifies the text of a ticket's QR code, byte by byte as docs/tickets.md says. Needs no connection.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const letters = /^[0-9A-HJKMNP-TV-Z]+$/;
const codeLength = 26;
const unsignedLength = 2 + 4 + codeLength;
const signedLength = unsignedLength + 103;

// Browsers do cryptography only for pages that came over https, or from this machine.
export const canVerify = Boolean(globalThis.crypto && crypto.subtle);

/** What was scanned or typed: { code, signature?, keyId?, unsigned? }, or null where it is no ticket's. */
export function read(text) {
  const given = text.trim().toUpperCase();
  if (given.length === signedLength && given.startsWith('D1') && letters.test(given)) {
    const signature = bytesOf(given.slice(unsignedLength), 64);
    if (!signature) return null;
    return {
      code: given.slice(6, unsignedLength), keyId: given.slice(2, 6), unsigned: given.slice(0, unsignedLength), signature,
    };
  }
  // Typed by hand: in groups, and with letters that look like digits.
  const code = given.replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return code.length === codeLength && letters.test(code) ? { code } : null;
}

/** 'genuine', 'forged', or 'unknownKey'. */
export async function verify(ticket, keys) {
  const known = keys.find((key) => key.id === ticket.keyId);
  if (!known) return 'unknownKey';
  const der = Uint8Array.from(atob(known.publicKey), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('spki', der, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  const ours = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' }, key, ticket.signature, new TextEncoder().encode(ticket.unsigned));
  return ours ? 'genuine' : 'forged';
}

/** By this the list knows a ticket, so that a lost phone has no ticket in it. */
export async function hashOf(code) {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Not crypto.randomUUID: that is only for pages that came over https. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function bytesOf(text, count) {
  const bytes = new Uint8Array(count);
  for (let i = 0; i < text.length; i++) {
    const value = alphabet.indexOf(text[i]);
    for (let k = 0; k < 5; k++) {
      if (!((value >> (4 - k)) & 1)) continue;
      const bit = i * 5 + k;
      if (bit >= count * 8) return null;
      bytes[bit >> 3] |= 1 << (7 - (bit & 7));
    }
  }
  return bytes;
}
