/** The instance's secrets: made once, in the data folder, readable by their owner only. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StartFault } from "./fault";

export type Secrets = {
  TOKEN_ENCRYPTION_KEY: string;
  NEXTAUTH_SECRET: string;
  INNGEST_EVENT_KEY: string;
  INNGEST_SIGNING_KEY: string;
  FIRST_ACCOUNT_CODE: string;
  POSTGRES_PASSWORD: string;
};

const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

function makeSecrets(): Secrets {
  return {
    TOKEN_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    INNGEST_EVENT_KEY: hex(16),
    INNGEST_SIGNING_KEY: hex(32),
    FIRST_ACCOUNT_CODE: hex(5),
    POSTGRES_PASSWORD: hex(18),
  };
}

/**
 * Reads `secrets.json`, or makes it. A secret that a newer version needs is added; what is
 * there never changes, since stored credentials could not be opened any more.
 */
export function ensureSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, "secrets.json");
  const kept = existsSync(file) ? readSecrets(file) : {};
  const secrets = { ...makeSecrets(), ...kept };
  if (Object.keys(kept).length < Object.keys(secrets).length) {
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(partial, file);
  }
  return secrets;
}

function readSecrets(file: string): Partial<Secrets> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (parsed instanceof Object && Object.values(parsed).every((value) => typeof value === "string"))
      return parsed;
  } catch {
    // Said below, for every way in which it can be unreadable.
  }
  throw new StartFault(
    `${file} is damaged: put a backup of it back, since stored credentials open only with it.`,
  );
}
