/** What of the roster is asked for: it all stands in the address, so that it can be kept and sent. Pure. */
import { groupOf, ROSTER_GROUPS, type RosterGroupName, type RosterRow } from "@/lib/insights/roster-row";

/** Drawn at first; the rest comes when asked for. */
export const FIRST_ROWS = 50;

export type RosterQuery = {
  /** Part of a name. */
  search: string;
  /** One of the coach's groups; empty for all. */
  group: string;
  /** One state; null for all. */
  state: RosterGroupName | null;
  isCompact: boolean;
  /** All rows and not the first ones. */
  isWhole: boolean;
  /** Whose panel is open. */
  athleteId: string | null;
};

type Sent = Record<string, string | string[] | undefined>;

export function parseRosterQuery(sent: Sent): RosterQuery {
  const text = (name: string) => {
    const value = sent[name];
    return typeof value === "string" ? value.trim().slice(0, 100) : "";
  };
  return {
    search: text("q"),
    group: text("group"),
    state: ROSTER_GROUPS.find((name) => name === text("state")) ?? null,
    isCompact: text("view") === "compact",
    isWhole: text("rows") === "all",
    athleteId: text("athlete") === "" ? null : text("athlete"),
  };
}

/** The address of the roster with something changed; what is not said is left out. */
export function rosterPath(query: RosterQuery, change: Partial<RosterQuery> = {}): string {
  const { search, group, state, isCompact, isWhole, athleteId } = { ...query, ...change };
  const pairs: [string, string | null][] = [
    ["q", search],
    ["group", group],
    ["state", state],
    ["view", isCompact ? "compact" : null],
    ["rows", isWhole ? "all" : null],
    ["athlete", athleteId],
  ];
  const said = pairs.flatMap(([name, value]) => (value ? [[name, value]] : []));
  const address = new URLSearchParams(said).toString();
  return address === "" ? "/athletes" : `/athletes?${address}`;
}

export type RosterSection = { name: RosterGroupName; rows: RosterRow[]; count: number };

export type RosterSelection = {
  /** Those to draw, by need. `count` is of all that match. */
  sections: RosterSection[];
  /** How many match, and how many of them are drawn. */
  matchCount: number;
  drawnCount: number;
  /** How many stand in each state, of those that match search and group. */
  stateCounts: { name: RosterGroupName; count: number }[];
  /** Names of the coach's groups. */
  groups: string[];
};

/** @param rows in the order of need */
export function selectRoster(rows: readonly RosterRow[], query: RosterQuery): RosterSelection {
  const found = rows.filter((row) => isFound(row, query));
  const matching = found.filter((row) => query.state === null || groupOf(row) === query.state);
  const drawn = query.isWhole ? matching : matching.slice(0, FIRST_ROWS);
  const sections = ROSTER_GROUPS.map((name) => ({
    name,
    rows: drawn.filter((row) => groupOf(row) === name),
    count: matching.filter((row) => groupOf(row) === name).length,
  }));
  return {
    sections: sections.filter((section) => section.rows.length > 0),
    matchCount: matching.length,
    drawnCount: drawn.length,
    stateCounts: ROSTER_GROUPS.map((name) => ({
      name,
      count: found.filter((row) => groupOf(row) === name).length,
    })).filter(({ count }) => count > 0),
    groups: [...new Set(rows.flatMap((row) => row.groups))].sort((a, b) => a.localeCompare(b, "en")),
  };
}

function isFound(row: RosterRow, { search, group }: RosterQuery): boolean {
  if (group !== "" && !row.groups.includes(group)) return false;
  return plain(row.name).includes(plain(search));
}

/** Small letters without accents, so that "jose" finds José. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
