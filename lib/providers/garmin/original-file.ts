/** The file that the watch wrote, out of the archive in which Garmin hands it over. */
import { ProviderError } from "@/lib/providers/errors";
import { MAX_FILE_BYTES } from "@/lib/providers/files/read-file";
import { readOnlyEntry } from "@/lib/providers/files/zip";
import { type GarminClientConfig, getGarminFile } from "@/lib/providers/garmin/client";

/**
 * @returns `null` when Garmin has none, as for what was typed in by hand
 * @throws UnreadableFileError when the archive cannot be opened; ProviderError for the rest
 */
export async function readOriginalFile(
  config: GarminClientConfig,
  accessToken: string,
  activityId: string,
): Promise<Uint8Array | null> {
  try {
    const archive = await getGarminFile(config, { accessToken, activityId });
    if (archive.length === 0) return null;
    return await readOnlyEntry(archive, /\.(fit|tcx|gpx)$/i, MAX_FILE_BYTES);
  } catch (error) {
    if (error instanceof ProviderError && error.failure.kind === "not_found") return null;
    throw error;
  }
}
