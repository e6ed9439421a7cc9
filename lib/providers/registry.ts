/** Every source, by name, on the host that its way in opens. */
import { env } from "@/lib/env";
import type { ProviderId } from "@/lib/providers/errors";
import { CONNECTAPI_PATHS, PERSONAL_PATHS } from "@/lib/providers/garmin/client";
import { NATIVE_HEADERS } from "@/lib/providers/garmin/native-headers";
import { createGarminProvider } from "@/lib/providers/garmin/provider";
import type { Provider } from "@/lib/providers/provider";

const garminByKey = createGarminProvider({
  baseUrl: () => env().GARMIN_PERSONAL_API_BASE_URL,
  paths: PERSONAL_PATHS,
});

const garminBySession = createGarminProvider({
  baseUrl: () => env().GARMIN_CONNECTAPI_BASE_URL,
  paths: CONNECTAPI_PATHS,
  headers: NATIVE_HEADERS,
});

/**
 * @param way the way in that the token is from; a key opens another host than a session does
 * @throws Error for a source that has no adapter
 */
export function provider(id: ProviderId, way = "personal_key"): Provider {
  if (id !== "garmin") throw new Error(`there is no adapter for ${id}`);
  return way === "personal_key" ? garminByKey : garminBySession;
}
