/** Every source, by name. */
import { env } from "@/lib/env";
import type { ProviderId } from "@/lib/providers/errors";
import { createGarminProvider } from "@/lib/providers/garmin/provider";
import type { Provider } from "@/lib/providers/provider";

const garmin = createGarminProvider({ baseUrl: () => env().GARMIN_PERSONAL_API_BASE_URL });

/** @throws Error for a source that has no adapter */
export function provider(id: ProviderId): Provider {
  if (id === "garmin") return garmin;
  throw new Error(`there is no adapter for ${id}`);
}
