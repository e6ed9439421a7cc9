/** Taking a session out of Nightrun: from then on it is used elsewhere, and here no more. */
import { setTimeout as sleepMs } from "node:timers/promises";
import { sealedAt } from "@/lib/connections/credentials";
import { type AccessRow, findAccess, findConnection, handOverAccess } from "@/lib/db/connections";
import { AppError } from "@/lib/errors";
import {
  exportSession,
  type SessionExport,
  SessionSecret,
} from "@/lib/providers/garmin/access/session-import";
import { open } from "@/lib/sealing";

const POLL_MS = 250;
/** Longer than a renewal may take. */
const MAX_WAIT_MS = 45_000;

type HandOverDeps = { now: () => Date; sleep: (ms: number) => Promise<unknown> };
const SYSTEM_DEPS: HandOverDeps = { now: () => new Date(), sleep: sleepMs };

/**
 * The session in the form that other programs take, the newest there is: a renewal that is
 * under way is waited for. Nightrun stops using it in the same moment. Asked again, the same
 * comes again. Whoever calls has asked for the password.
 *
 * @throws AppError not_found without a session, reconnect_required when Garmin refused it,
 *   conflict when it is being renewed all the time
 */
export async function handOverSession(
  athleteId: string,
  deps: HandOverDeps = SYSTEM_DEPS,
): Promise<SessionExport> {
  const connection = await findConnection(athleteId, "garmin");
  const access = connection === null ? null : await findAccess(connection.connectionId, "session");
  if (connection === null || access === null || access.sealedSecret === null) {
    throw new AppError("not_found", "There is no imported session to hand over.");
  }
  if (access.state === "needs_reconnect") {
    throw new AppError("reconnect_required", "Garmin no longer accepts this session, here or elsewhere.");
  }
  const { connectionId } = connection;
  for (let waitedMs = 0; waitedMs <= MAX_WAIT_MS; waitedMs += POLL_MS) {
    const handedOver = await handOverAccess(connectionId, "session", deps.now());
    if (handedOver !== null) return exported(handedOver, deps.now());
    await deps.sleep(POLL_MS);
  }
  throw new AppError("conflict", "The session is being renewed. Try again in a minute.");
}

function exported(access: AccessRow, now: Date): SessionExport {
  const { connectionId, sealedSecret, sealedAccessToken, accessTokenExpiresAt } = access;
  if (sealedSecret === null || sealedAccessToken === null) {
    throw new AppError("not_found", "There is no imported session to hand over.");
  }
  const secret = SessionSecret.parse(
    JSON.parse(open(sealedSecret, sealedAt(connectionId, "session", "sealedSecret"))),
  );
  const accessToken = open(sealedAccessToken, sealedAt(connectionId, "session", "sealedAccessToken"));
  return exportSession(secret, { accessToken, accessTokenExpiresAt: accessTokenExpiresAt ?? now }, now);
}
