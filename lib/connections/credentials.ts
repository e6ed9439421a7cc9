/**
 * Access tokens: one exchange at a time for any number of callers. Callers of one process
 * share a promise; across processes one holds a lease on the row, the others poll it. The
 * new token is stored before anyone uses it.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleepMs } from "node:timers/promises";
import {
  type AccessRow,
  expireStoredToken,
  findAccess,
  releaseRefreshLease,
  setAccessState,
  storeRefreshed,
  takeRefreshLease,
} from "@/lib/db/connections";
import { AppError } from "@/lib/errors";
import { ProviderError } from "@/lib/providers/errors";
import { exchangePersonalKey } from "@/lib/providers/garmin/access/personal-key";
import type { AccessToken } from "@/lib/providers/provider";
import { open, seal } from "@/lib/sealing";

/** Longer than the exchange's own time limit, so that a lease is only taken over from the dead. */
const REFRESH_LEASE_MS = 45_000;
const REFRESH_MARGIN_MS = 60 * 60_000;
const POLL_MS = 250;
/** Enough for a dead holder's lease to end and for one more exchange. */
const MAX_WAIT_MS = 2 * REFRESH_LEASE_MS;

export type AccessWay = "personal_key";

export type CredentialDeps = {
  now: () => Date;
  sleep: (ms: number) => Promise<unknown>;
  exchangePersonalKey: (args: { apiKey: string }) => Promise<AccessToken>;
};

const SYSTEM_DEPS: CredentialDeps = { now: () => new Date(), sleep: sleepMs, exchangePersonalKey };

/** Where the secrets of a way in lie, for sealing. */
export function sealedAt(connectionId: string, way: AccessWay, column: "sealedSecret" | "sealedAccessToken") {
  return { table: "ConnectionAccess", row: `${connectionId}/${way}`, column };
}

const underWay = new Map<string, Promise<string>>();

/**
 * An access token with the refresh margin left, or one that was just made.
 *
 * @throws AppError reconnect_required if the way in is gone
 * @throws ProviderError credential_refused if the key was refused, now or earlier: it is
 *   never tried again; any other failure of the exchange itself
 */
export function freshAccessToken(
  connectionId: string,
  way: AccessWay,
  deps: CredentialDeps = SYSTEM_DEPS,
): Promise<string> {
  const key = `${connectionId}/${way}`;
  const running = underWay.get(key);
  if (running) return running;
  const promise = readOrRefresh(connectionId, way, deps).finally(() => underWay.delete(key));
  underWay.set(key, promise);
  return promise;
}

async function readOrRefresh(connectionId: string, way: AccessWay, deps: CredentialDeps): Promise<string> {
  const leaseId = randomUUID();
  for (let waitedMs = 0; waitedMs <= MAX_WAIT_MS; waitedMs += POLL_MS) {
    const now = deps.now();
    const goodUntil = new Date(now.getTime() + REFRESH_MARGIN_MS);
    const access = await findUsable(connectionId, way);
    if (access.sealedAccessToken !== null && (access.accessTokenExpiresAt ?? now) > goodUntil) {
      return open(access.sealedAccessToken, sealedAt(connectionId, way, "sealedAccessToken"));
    }
    const lease = { leaseId, now, leaseMs: REFRESH_LEASE_MS, goodUntil };
    const sealedSecret = await takeRefreshLease(connectionId, way, lease);
    if (sealedSecret !== null) {
      const token = await refresh({ connectionId, way, leaseId, sealedSecret }, deps);
      if (token !== null) return token;
    }
    await deps.sleep(POLL_MS);
  }
  throw new ProviderError("garmin", { kind: "unavailable", detail: "no token in time" });
}

async function findUsable(connectionId: string, way: AccessWay): Promise<AccessRow> {
  const access = await findAccess(connectionId, way);
  if (access === null || access.sealedSecret === null) {
    throw new AppError("reconnect_required", "Garmin is not connected. Connect it to go on.");
  }
  if (access.state === "needs_reconnect") throw new ProviderError("garmin", { kind: "credential_refused" });
  return access;
}

type Refresh = { connectionId: string; way: AccessWay; leaseId: string; sealedSecret: string };

/** @returns `null` when another key took this one's place meanwhile */
async function refresh({ connectionId, way, leaseId, sealedSecret }: Refresh, deps: CredentialDeps) {
  try {
    const secret = open(sealedSecret, sealedAt(connectionId, way, "sealedSecret"));
    const fresh = await deps.exchangePersonalKey({ apiKey: secret });
    const isStored = await storeRefreshed(connectionId, way, leaseId, {
      // Sealed anew each time, so a key that was rotated out leaves by itself.
      sealedSecret: seal(secret, sealedAt(connectionId, way, "sealedSecret")),
      sealedAccessToken: seal(fresh.accessToken, sealedAt(connectionId, way, "sealedAccessToken")),
      accessTokenExpiresAt: fresh.accessTokenExpiresAt,
    });
    return isStored ? fresh.accessToken : null;
  } catch (error) {
    await releaseRefreshLease(connectionId, way, leaseId);
    if (error instanceof ProviderError && error.failure.kind === "credential_refused") {
      await refuse(connectionId, way, sealedSecret, deps.now());
      // Refused was the key that this call held; a newer one may be there by now.
      if ((await findAccess(connectionId, way))?.state !== "needs_reconnect") return null;
    }
    throw error;
  }
}

function refuse(connectionId: string, way: AccessWay, sealedSecret: string, now: Date): Promise<void> {
  return setAccessState(connectionId, way, {
    state: "needs_reconnect",
    cause: "key_refused",
    now,
    onlyWithSecret: sealedSecret,
  });
}

/** Notes that the provider refused a token before its time; the next caller gets a new one. */
export async function expireAccessToken(
  connectionId: string,
  way: AccessWay,
  refusedToken: string,
  deps: Pick<CredentialDeps, "now"> = SYSTEM_DEPS,
): Promise<void> {
  const access = await findAccess(connectionId, way);
  if (access === null || access.sealedAccessToken === null) return;
  const stored = open(access.sealedAccessToken, sealedAt(connectionId, way, "sealedAccessToken"));
  if (stored === refusedToken)
    await expireStoredToken(connectionId, way, access.sealedAccessToken, deps.now());
}
