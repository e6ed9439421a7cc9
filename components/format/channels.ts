/** Channels as people know them. */
const CHANNEL_NAMES: Record<string, string> = {
  garmin: "Garmin",
  "garmin-export": "Garmin export",
  file: "File",
  strava: "Strava",
  "strava-export": "Strava export",
  "earlier-system": "Earlier system",
};

export function formatChannel(channel: string): string {
  return CHANNEL_NAMES[channel] ?? channel;
}

/** "none" for a day that nothing came from. */
export function formatChannels(channels: readonly string[]): string {
  return channels.length === 0 ? "none" : channels.map(formatChannel).join(", ");
}
