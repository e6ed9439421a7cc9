import { expect, test } from "vitest";
import { FIRST_ROWS, parseRosterQuery, rosterPath, selectRoster } from "@/lib/insights/roster-query";
import type { RosterRow } from "@/lib/insights/roster-row";

const EMPTY = parseRosterQuery({});

function row(name: string, change: Partial<RosterRow> = {}): RosterRow {
  return {
    athleteId: name,
    name,
    groups: [],
    today: "2026-05-31",
    shown: { recovery: true, sleep: true, runs: true, load: true },
    state: "usual",
    tone: "usual",
    word: "Usual",
    isLowConfidence: false,
    sentence: "",
    raised: [],
    nightsKnown: 21,
    latest: null,
    sparkline: [],
    lastNightDate: null,
    sleep7DaySeconds: null,
    lastRun: null,
    week: null,
    connection: {
      state: "connected",
      tone: "usual",
      word: "Connected",
      isWorking: true,
      fault: null,
      why: "",
      lastArrivedAt: null,
      keyExpiresAt: null,
    },
    isSeen: false,
    seenAt: null,
    seenNote: null,
    ...change,
  };
}

test("what is asked for travels through the address and back; nonsense is left out", () => {
  const query = {
    search: "ada w",
    group: "Track & field",
    state: "strong",
    isCompact: true,
    isWhole: true,
    athleteId: "id",
  } as const;
  const path = rosterPath(query);
  const sent = Object.fromEntries(new URL(path, "http://localhost").searchParams);
  expect(parseRosterQuery(sent)).toEqual(query);
  expect(rosterPath(EMPTY)).toBe("/athletes");
  expect(parseRosterQuery({ state: "worst", view: "wide", q: ["a", "b"] })).toEqual(EMPTY);
});

test("a search finds parts of names, whatever the case and the accents", () => {
  const rows = [row("José Vale"), row("Ada Winter", { groups: ["Track"] })];
  const names = (change: Partial<typeof EMPTY>) =>
    selectRoster(rows, { ...EMPTY, ...change }).sections.flatMap((section) =>
      section.rows.map(({ name }) => name),
    );
  expect(names({ search: "JOSE" })).toEqual(["José Vale"]);
  expect(names({ search: "win" })).toEqual(["Ada Winter"]);
  expect(names({ group: "Track" })).toEqual(["Ada Winter"]);
  expect(names({ group: "Track", search: "vale" })).toEqual([]);
  expect(names({ state: "strong" })).toEqual([]);
});

test("fifty rows are drawn at first, by need; the counts are of all", () => {
  const rows = [
    row("Strong", { state: "strong" }),
    row("Done", { state: "strong", isSeen: true }),
    ...Array.from({ length: 98 }, (_, index) => row(`Usual ${index}`)),
  ];
  const selection = selectRoster(rows, EMPTY);
  expect(selection).toMatchObject({ matchCount: 100, drawnCount: FIRST_ROWS });
  expect(selection.sections.map(({ name, count }) => [name, count])).toEqual([
    ["strong", 1],
    ["seen", 1],
    ["usual", 98],
  ]);
  expect(selectRoster(rows, { ...EMPTY, isWhole: true }).drawnCount).toBe(100);
});
