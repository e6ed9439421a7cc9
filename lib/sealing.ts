/**
 * Seals secrets where they lie: AES-256-GCM under a key that is derived from
 * TOKEN_ENCRYPTION_KEY for the table and column. A sealed value is
 * `v1.<key id>.<base64url>`; table, row and column are associated data, so a value that
 * was moved to another row does not open. Fernet values of an earlier system are read too.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "@/lib/env";

/** Where a sealed value lies. */
export type SealedAt = { table: string; row: string; column: string };

export type Sealer = {
  seal(plain: string, at: SealedAt): string;
  /** @throws SealingError if the value was changed, moved, or sealed with a key that is not in the list */
  open(sealed: string, at: SealedAt): string;
  /** True for a value that should be sealed anew: by the newest key and in the present form. */
  needsReseal(sealed: string): boolean;
};

/** A value that does not open. Its message holds nothing of the value. */
export class SealingError extends Error {
  override readonly name = "SealingError";
}

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param keyList 32-byte keys in base64, newest first, separated by commas */
export function createSealer(keyList: string): Sealer {
  const keys = keyList.split(",").map(masterKey);
  const newest = keys[0];
  if (!newest) throw new SealingError("There is no key to seal with");

  return {
    seal(plain, at) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", keyFor(newest.key, at), iv);
      cipher.setAAD(associatedData(newest.id, at));
      const body = Buffer.concat([iv, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${newest.id}.${body.toString("base64url")}`;
    },
    open(sealed, at) {
      const [version, keyId, text, ...rest] = sealed.split(".");
      if (keyId === undefined) return openFernet(sealed, keys);
      const found = keys.find(({ id }) => id === keyId);
      if (version !== VERSION || text === undefined || rest.length > 0 || !found) throw doesNotOpen();
      const body = exactBase64Url(text);
      if (body.length < IV_BYTES + TAG_BYTES) throw doesNotOpen();
      return refusing(() => {
        const decipher = createDecipheriv("aes-256-gcm", keyFor(found.key, at), body.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(associatedData(keyId, at));
        decipher.setAuthTag(body.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      });
    },
    needsReseal: (sealed) => !sealed.startsWith(`${VERSION}.${newest.id}.`),
  };
}

let held: { keyList: string; sealer: Sealer } | undefined;

function sealer(): Sealer {
  const keyList = env().TOKEN_ENCRYPTION_KEY;
  if (held?.keyList !== keyList) held = { keyList, sealer: createSealer(keyList) };
  return held.sealer;
}

/** Seals with the newest key of the environment. */
export const seal = (plain: string, at: SealedAt): string => sealer().seal(plain, at);
/** Opens what any key of the environment sealed. @throws SealingError */
export const open = (sealed: string, at: SealedAt): string => sealer().open(sealed, at);
export const needsReseal = (sealed: string): boolean => sealer().needsReseal(sealed);

type MasterKey = { id: string; key: Buffer };

function masterKey(base64: string): MasterKey {
  const key = Buffer.from(base64.trim(), "base64");
  if (key.length !== 32) throw new SealingError("A key is not 32 bytes long");
  return { id: createHash("sha256").update("nightrun key id").update(key).digest("hex").slice(0, 8), key };
}

function keyFor(master: Buffer, { table, column }: SealedAt): Buffer {
  return Buffer.from(hkdfSync("sha256", master, "", `nightrun seal ${VERSION} ${table}.${column}`, 32));
}

function associatedData(keyId: string, { table, row, column }: SealedAt): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, table, row, column]));
}

const doesNotOpen = () => new SealingError("A sealed value does not open");

function refusing(work: () => Buffer): string {
  try {
    return work().toString("utf8");
  } catch {
    throw doesNotOpen();
  }
}

/** Base64 leaves bits of the last character unused; only the one right spelling is taken. */
function exactBase64Url(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw doesNotOpen();
  return bytes;
}

const FERNET_VERSION = 0x80;
const FERNET_HEADER_BYTES = 25;
const FERNET_MAC_BYTES = 32;

/** github.com/fernet/spec: version, time, IV, AES-128-CBC, HMAC-SHA256; the key is signing half and cipher half. */
function openFernet(token: string, keys: readonly MasterKey[]): string {
  const unpadded = token.replace(/={0,2}$/, "");
  if (token.length !== unpadded.length && token.length % 4 !== 0) throw doesNotOpen();
  const bytes = exactBase64Url(unpadded);
  const cipherBytes = bytes.length - FERNET_HEADER_BYTES - FERNET_MAC_BYTES;
  if (bytes[0] !== FERNET_VERSION || cipherBytes < 16 || cipherBytes % 16 !== 0) throw doesNotOpen();
  const signed = bytes.subarray(0, -FERNET_MAC_BYTES);
  const mac = bytes.subarray(-FERNET_MAC_BYTES);
  for (const { key } of keys) {
    if (!timingSafeEqual(createHmac("sha256", key.subarray(0, 16)).update(signed).digest(), mac)) continue;
    return refusing(() => {
      const decipher = createDecipheriv(
        "aes-128-cbc",
        key.subarray(16),
        signed.subarray(9, FERNET_HEADER_BYTES),
      );
      return Buffer.concat([decipher.update(signed.subarray(FERNET_HEADER_BYTES)), decipher.final()]);
    });
  }
  throw doesNotOpen();
}
