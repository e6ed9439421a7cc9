/** Passwords at rest: scrypt with its parameters in the text, so that they can be raised later. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** Costs about 32 MB and a tenth of a second or two on a small server. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

type Cost = typeof COST;

/** @returns `scrypt$N$r$p$salt$hash`, salt and hash in base64url */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/**
 * Whether the password made this hash. With `null` (nobody has that e-mail) the same work is
 * done and the answer is no, so that the time tells nothing.
 */
export async function verifyPassword(password: string, storedHash: string | null): Promise<boolean> {
  const parts = readHash(storedHash ?? NOBODYS_HASH);
  const actual = await derive(password, parts.salt, parts.cost);
  return timingSafeEqual(actual, parts.hash) && storedHash !== null;
}

const NOBODYS_HASH = [
  "scrypt",
  COST.N,
  COST.r,
  COST.p,
  randomBytes(SALT_BYTES).toString("base64url"),
  randomBytes(HASH_BYTES).toString("base64url"),
].join("$");

/** @throws Error if the text is not one of ours */
function readHash(storedHash: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [scheme, n, r, p, salt, hash] = storedHash.split("$");
  if (scheme !== "scrypt" || !salt || !hash) throw new Error("a stored password hash is of an unknown form");
  const hashBytes = Buffer.from(hash, "base64url");
  if (hashBytes.length !== HASH_BYTES) throw new Error("a stored password hash is cut short");
  return {
    cost: { N: Number(n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    hash: hashBytes,
  };
}

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  // Node refuses costs above `maxmem`; scrypt needs 128 * N * r bytes and a little more.
  const maxmem = 256 * cost.N * cost.r;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, { ...cost, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
