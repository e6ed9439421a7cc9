/** Who looked at an athlete, as the athlete reads it. */
import { DATA_KINDS, type DataKind } from "@/lib/auth/access";
import { addDays, type LocalDate, localDateIn } from "@/lib/days";
import { deleteLooksBefore, type LookRow, listLooks } from "@/lib/db/access";

const KEPT_DAYS = 366;

/** What was looked at, for the athlete. A sync or a state holds no measured value, but is told as well. */
const KIND_WORDS: Record<DataKind, string> = {
  runs: "runs",
  routes: "routes",
  heart_rate: "heart rate in runs",
  recovery: "recovery",
  sleep: "sleep",
  load: "load",
  notes: "notes",
  check_ins: "check-ins",
  connection_state: "state of the connection",
  sync_state: "progress of a sync",
  sync: "asked for a sync",
  connection: "connection",
  imports: "imports",
  match_reviews: "questions about equal runs",
  recovery_insights: "recovery, in words",
  sleep_insights: "sleep, in words",
  efficiency: "efficiency",
  own_check_in: "check-in",
};

/** One person on one day. */
export type Look = {
  userId: string;
  name: string;
  /** UTC date. */
  onDate: LocalDate;
  lastAt: Date;
  /** Most looked at first. */
  kinds: { words: string; count: number }[];
};

/** The last `days` days, newest first, a row for each person and day. */
export async function readAccessLog(
  athleteId: string,
  days: number,
  now: Date = new Date(),
): Promise<Look[]> {
  return foldLooks(await listLooks(athleteId, addDays(localDateIn("UTC", now), 1 - days)));
}

/** @param rows those of a person and day stand together */
export function foldLooks(rows: readonly LookRow[]): Look[] {
  const looks: Look[] = [];
  for (const { userId, name, onDate, lastAt, kind, count } of rows) {
    let look = looks.at(-1);
    if (look?.userId !== userId || look.onDate !== onDate) {
      look = { userId, name, onDate, lastAt, kinds: [] };
      looks.push(look);
    }
    look.kinds.push({ words: wordsOf(kind), count });
    if (lastAt > look.lastAt) look.lastAt = lastAt;
  }
  for (const look of looks)
    look.kinds.sort((a, b) => b.count - a.count || a.words.localeCompare(b.words, "en"));
  return looks;
}

function wordsOf(kind: string): string {
  const known = DATA_KINDS.find((one) => one === kind);
  return known === undefined ? kind : KIND_WORDS[known];
}

/** Every day: looks are kept for a year. Returns how many rows went. */
export async function forgetOldLooks(now: Date = new Date()): Promise<number> {
  return deleteLooksBefore(addDays(localDateIn("UTC", now), -KEPT_DAYS));
}
