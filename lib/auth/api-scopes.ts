/** What an API token may do. Pure: pages list it too. */
import { z } from "zod";

export const API_SCOPES = [
  "activities:read",
  "recovery:read",
  "insights:read",
  "sync:write",
  "connections:write",
  "imports:write",
  "check_ins:write",
] as const;
export const ApiScope = z.enum(API_SCOPES);
export type ApiScope = z.infer<typeof ApiScope>;

/** For the form that makes a token. */
export const API_SCOPE_WORDS: Record<ApiScope, string> = {
  "activities:read": "Read workouts",
  "recovery:read": "Read nights: HRV, heart rate, sleep",
  "insights:read": "Read what is computed of them",
  "sync:write": "Ask for a sync",
  "connections:write": "Connect and disconnect sources",
  "imports:write": "Upload files",
  "check_ins:write": "Say how the athlete feels",
};
