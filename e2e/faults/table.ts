/** What can go wrong, and where. One more fault or phase is one more row. */
import type { Fault } from "@/e2e/simulators/garmin/faults";

export type Phase = {
  name: string;
  /** Regular expression on the path that is asked. */
  path: string;
  /** The kind of sync that asks it. */
  kind: "activities" | "recovery";
  /** A field that the phase cannot do without. */
  field: string | null;
  /** A path that answers 404 all the while, so that the phase is reached. */
  missingPath?: string;
};

export const PHASES: readonly Phase[] = [
  { name: "token exchange", path: "^/personalapitoken-service/", kind: "activities", field: null },
  { name: "list", path: "^/activitylist-service/", kind: "activities", field: "activityId" },
  {
    name: "detail",
    path: "^/activity-service/activity/\\d+",
    kind: "activities",
    field: "activityId",
    // A rating in the original file makes the detail needless.
    missingPath: "^/download-service/",
  },
  { name: "night", path: "^/sleep-service/", kind: "recovery", field: "sleepTimeSeconds" },
  { name: "night's HRV", path: "^/hrv-service/", kind: "recovery", field: "lastNightAvg" },
  { name: "daily", path: "^/usersummary-service/", kind: "recovery", field: "restingHeartRate" },
];

export type FaultCase = {
  name: string;
  /** `null` where it makes no sense in this phase. */
  fault: (phase: Phase) => Fault | null;
  /** The cause that the sync has to name; a function where the phase decides. */
  cause: string | ((phase: Phase) => string);
};

const always = (fault: Fault) => () => fault;

export const FAULTS: readonly FaultCase[] = [
  {
    name: "429 with Retry-After",
    fault: always({ status: 429, retryAfterSeconds: 30 }),
    cause: "rate_limited",
  },
  {
    name: "429 inside a 200",
    fault: always({ status: 200, body: { error: { "status-code": "429", message: "Too many" } } }),
    cause: "rate_limited",
  },
  { name: "500", fault: always({ status: 500 }), cause: "unavailable" },
  { name: "502", fault: always({ status: 502 }), cause: "unavailable" },
  { name: "HTML with 403", fault: always({ status: 403, html: true }), cause: "rejected" },
  { name: "HTML with 200", fault: always({ html: true }), cause: "unavailable" },
  { name: "time-out", fault: always({ hang: true }), cause: "unavailable" },
  { name: "reset", fault: always({ reset: true }), cause: "unavailable" },
  { name: "connection cut inside the body", fault: always({ cut: "connection" }), cause: "unavailable" },
  {
    name: "body cut short",
    fault: always({ cut: "body" }),
    // Half a token is refused as a token; half a JSON is an answer that did not arrive.
    cause: ({ field }) => (field === null ? "token_rejected" : "unavailable"),
  },
  {
    name: "retyped field",
    fault: ({ field }) => (field === null ? null : { retype: { key: field, value: { changed: true } } }),
    cause: "payload_changed",
  },
  {
    name: "expired access token",
    fault: ({ field }) => (field === null ? null : { status: 401 }),
    cause: "token_rejected",
  },
];

/** What changes at the provider between two syncs. */
export const CHANGES: readonly { name: string; before?: object; after: object }[] = [
  { name: "a night that comes late", before: { op: "hide_night" }, after: { op: "show_night" } },
  {
    name: "a night that is corrected",
    after: { op: "change_night", sleepSeconds: 20_400, hrvRmssdMs: 41, restingHeartRateBpm: 52 },
  },
  { name: "a run that is edited", after: { op: "edit_activity", name: "Edited", distanceMeters: 12_345 } },
  { name: "a run that is added", after: { op: "add_run", distanceMeters: 7_777 } },
];
