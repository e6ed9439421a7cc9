/**
 * Access tokens: one renewal at a time for any number of callers. Callers of one process
 * share a promise; across processes one holds a lease on the row, the others poll it. What
 * was renewed is stored before anyone uses it, the secret that takes the place of one that
 * rotates included. A process that is killed between the provider's answer and that commit
 * loses a rotating secret: the next renewal is refused then, and the cause says so.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleepMs } from "node:timers/promises";
import { CAUSES, type CauseCode, refusalCause } from "@/lib/connections/causes";
import { type RenewAccess, type RenewedAccess, renewAccess } from "@/lib/connections/renew";
import { type AccessWay, WAYS } from "@/lib/connections/ways";
import { insertAccessNotice } from "@/lib/db/connection-notices";
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
import { log } from "@/lib/log";
import { ProviderError } from "@/lib/providers/errors";
import { open, seal } from "@/lib/sealing";

/** Longer than the renewal's own time limit, so that a lease is only taken over from the dead. */
const REFRESH_LEASE_MS = 45_000;
const POLL_MS = 250;
/** Enough for a dead holder's lease to end and for one more renewal. */
const MAX_WAIT_MS = 2 * REFRESH_LEASE_MS;
/** How often a renewed secret is offered to a database that does not take it. */
const MAX_STORE_TRIES = 8;

export type CredentialDeps = {
  now: () => Date;
  sleep: (ms: number) => Promise<unknown>;
  renew: RenewAccess;
};

const SYSTEM_DEPS: CredentialDeps = { now: () => new Date(), sleep: sleepMs, renew: renewAccess };

/** Where the secrets of a way in lie, for sealing. */
export function sealedAt(connectionId: string, way: AccessWay, column: "sealedSecret" | "sealedAccessToken") {
  return { table: "ConnectionAccess", row: `${connectionId}/${way}`, column };
}

const underWay = new Map<string, Promise<string>>();

/**
 * An access token with the margin of its way left, or one that was just made.
 *
 * @throws AppError reconnect_required if the way in is gone
 * @throws ProviderError credential_refused if the secret was refused, now or earlier: it is
 *   never tried again; any other failure of the renewal itself
 */
export function freshAccessToken(
  connectionId: string,
  way: AccessWay,
  deps: CredentialDeps = SYSTEM_DEPS,
): Promise<string> {
  return tokenGoodFor(connectionId, way, WAYS[way].renewMarginMs, deps);
}

/** The same for a token with at least `marginMs` left. */
export function tokenGoodFor(
  connectionId: string,
  way: AccessWay,
  marginMs: number,
  deps: CredentialDeps = SYSTEM_DEPS,
): Promise<string> {
  const key = `${connectionId}/${way}`;
  const running = underWay.get(key);
  if (running) return running;
  const promise = readOrRefresh(connectionId, way, marginMs, deps).finally(() => underWay.delete(key));
  underWay.set(key, promise);
  return promise;
}

async function readOrRefresh(
  connectionId: string,
  way: AccessWay,
  marginMs: number,
  deps: CredentialDeps,
): Promise<string> {
  const leaseId = randomUUID();
  for (let waitedMs = 0; waitedMs <= MAX_WAIT_MS; waitedMs += POLL_MS) {
    const now = deps.now();
    const goodUntil = new Date(now.getTime() + marginMs);
    const access = await findUsable(connectionId, way);
    if (access.sealedAccessToken !== null && (access.accessTokenExpiresAt ?? now) > goodUntil) {
      return open(access.sealedAccessToken, sealedAt(connectionId, way, "sealedAccessToken"));
    }
    const lease = { leaseId, now, leaseMs: REFRESH_LEASE_MS, goodUntil };
    const sealedSecret = await takeRefreshLease(connectionId, way, lease);
    if (sealedSecret !== null) {
      // A lease that its holder never gave back: that renewal may have been cut off.
      const wasCutOff = access.refreshLeasedUntil !== null && access.refreshLeasedUntil <= now;
      const token = await refresh({ connectionId, way, leaseId, sealedSecret, wasCutOff }, deps);
      if (token !== null) return token;
    }
    await deps.sleep(POLL_MS);
  }
  throw new ProviderError(WAYS[way].provider, { kind: "unavailable", detail: "no token in time" });
}

async function findUsable(connectionId: string, way: AccessWay): Promise<AccessRow> {
  const access = await findAccess(connectionId, way);
  if (access === null || access.sealedSecret === null) {
    throw new AppError("reconnect_required", "This way in is not connected. Connect it to go on.");
  }
  if (access.state === "handed_over") throw new AppError("reconnect_required", CAUSES.handed_over.sentence);
  if (access.state === "needs_reconnect") {
    throw new ProviderError(WAYS[way].provider, { kind: "credential_refused" });
  }
  return access;
}

type Refresh = {
  connectionId: string;
  way: AccessWay;
  leaseId: string;
  sealedSecret: string;
  wasCutOff: boolean;
};

/** @returns `null` when another secret took this one's place meanwhile */
async function refresh(refreshing: Refresh, deps: CredentialDeps): Promise<string | null> {
  const { connectionId, way, leaseId, sealedSecret } = refreshing;
  try {
    const secret = open(sealedSecret, sealedAt(connectionId, way, "sealedSecret"));
    const fresh = await deps.renew(way, secret);
    const isStored = await store(refreshing, { secret, ...fresh }, deps);
    return isStored ? fresh.accessToken : null;
  } catch (error) {
    await releaseRefreshLease(connectionId, way, leaseId);
    if (error instanceof ProviderError && error.failure.kind === "credential_refused") {
      await refuse(refreshing, deps.now());
      // Refused was the secret that this call held; a newer one may be there by now.
      if ((await findAccess(connectionId, way))?.state !== "needs_reconnect") return null;
    }
    throw error;
  }
}

/** The old secret may be worth nothing any more, so a database that is away is waited for. */
async function store(
  { connectionId, way, leaseId }: Refresh,
  fresh: RenewedAccess & { secret: string },
  deps: CredentialDeps,
): Promise<boolean> {
  const sealed = {
    // Sealed anew each time, so a key that was rotated out leaves by itself.
    sealedSecret: seal(fresh.secret, sealedAt(connectionId, way, "sealedSecret")),
    secretExpiresAt: fresh.secretExpiresAt,
    sealedAccessToken: seal(fresh.accessToken, sealedAt(connectionId, way, "sealedAccessToken")),
    accessTokenExpiresAt: fresh.accessTokenExpiresAt,
    now: deps.now(),
  };
  for (let tries = 1; ; tries += 1) {
    try {
      return await storeRefreshed(connectionId, way, leaseId, sealed);
    } catch (error) {
      if (tries === MAX_STORE_TRIES) throw error;
      log.warn({ connectionId, way, tries, err: error }, "a renewed secret could not be stored yet");
      await deps.sleep(POLL_MS * tries);
    }
  }
}

async function refuse({ connectionId, way, sealedSecret, wasCutOff }: Refresh, now: Date): Promise<void> {
  await markRefused(connectionId, way, {
    cause: refusalCause(way, wasCutOff),
    onlyWithSecret: sealedSecret,
    now,
  });
}

/** The way in is over until the athlete mends it, and the athlete is told once. */
export async function markRefused(
  connectionId: string,
  way: AccessWay,
  refusal: { cause: CauseCode; onlyWithSecret?: string; now: Date },
): Promise<void> {
  const isChanged = await setAccessState(connectionId, way, { state: "needs_reconnect", ...refusal });
  if (!isChanged) return;
  const { sentence, nextStep } = CAUSES[refusal.cause];
  const message = `${WAYS[way].title}: ${sentence} ${nextStep}`;
  await insertAccessNotice(connectionId, way, { kind: "garmin_reconnect", message, now: refusal.now });
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
