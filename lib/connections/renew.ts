/** How each way in makes an access token out of its secret. */
import { renewByPassword } from "@/lib/connections/password-secret";
import type { AccessWay } from "@/lib/connections/ways";
import { exchangePersonalKey } from "@/lib/providers/garmin/access/personal-key";
import { type RenewedSession, renewSession } from "@/lib/providers/garmin/access/session-import";
import type { AccessToken } from "@/lib/providers/provider";

export type RenewedAccess = AccessToken & {
  /** The secret that takes the place of the one that was used up. Absent: that one stays. */
  secret?: string;
  /** When the secret ends. Absent: as before. */
  secretExpiresAt?: Date | null;
};

/** @throws ProviderError credential_refused when only the athlete can mend it */
export type RenewAccess = (way: AccessWay, secret: string) => Promise<RenewedAccess>;

const RENEWALS: Record<AccessWay, (secret: string) => Promise<RenewedAccess>> = {
  personal_key: (apiKey) => exchangePersonalKey({ apiKey }),
  session: async (secret) => renewed(await renewSession(secret)),
  password: async (secret) => renewed(await renewByPassword(secret)),
};

function renewed({ sessionExpiresAt, ...rest }: RenewedSession): RenewedAccess {
  return { ...rest, secretExpiresAt: sessionExpiresAt };
}

export const renewAccess: RenewAccess = (way, secret) => RENEWALS[way](secret);
