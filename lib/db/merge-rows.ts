/**
 * One way to store many rows of an athlete at once: a single statement that merges
 * what came with what is stored, writes only what differs and tells which it was.
 *
 * The caller holds the athlete's lock, and no two rows of one call share a key.
 */

import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";

/**
 * How an incoming value meets the stored one: `replace` takes what came, also
 * null; `keep_measured` never lets null replace a value; `keep_filled` is the same
 * for arrays, where empty means not measured; `latest` keeps the later instant and
 * alone does not make a row changed.
 */
export type Merge = "replace" | "keep_measured" | "keep_filled" | "latest";
export type MergeColumn = readonly [sqlType: string, merge: Merge];

export type MergeTable = {
  table: string;
  /** What makes a row one of its kind, besides athleteId; name to SQL type. */
  key: Readonly<Record<string, string>>;
  values: Readonly<Record<string, MergeColumn>>;
  /** Set to the time of the write whenever a row is written. */
  stamp: "updatedAt" | "computedAt" | null;
  hasId: boolean;
};

/** A row that was written. Rows that were the same already are not listed. */
export type WrittenRow = {
  /** `null` where the table has no id. */
  id: string | null;
  localDate: LocalDate;
  /** Its date before, `null` for a new row. */
  previousLocalDate: LocalDate | null;
  isNew: boolean;
  /** False when only an instant of the kind `latest` moved. */
  isChanged: boolean;
};

/** Bounds the text that one statement carries. */
const ROWS_PER_STATEMENT = 5000;

/** A function that merges rows into the table; it returns the rows that were written. */
export function rowMerger<Row extends object>(table: MergeTable) {
  const sql = mergeSql(table);
  return async (athleteId: string, rows: readonly Row[], tx: Queryable): Promise<WrittenRow[]> => {
    const written: WrittenRow[] = [];
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
      const chunk = JSON.stringify(rows.slice(start, start + ROWS_PER_STATEMENT));
      const result = await tx.query<WrittenRow>(sql, [athleteId, chunk]);
      for (const row of result.rows) written.push(row);
    }
    return written;
  };
}

/** The dates that written rows stand for or stood for, without doubles. */
export function datesOf(rows: readonly WrittenRow[]): Set<LocalDate> {
  const dates = new Set<LocalDate>();
  for (const { localDate, previousLocalDate } of rows) {
    dates.add(localDate);
    if (previousLocalDate !== null) dates.add(previousLocalDate);
  }
  return dates;
}

/** Text as Postgres takes it: no NUL, no half of a surrogate pair. */
export function storableText<Text extends string | null>(text: Text): Text | string {
  return text === null ? text : text.replaceAll("\u0000", "").toWellFormed();
}

function mergeSql({ table, key, values, stamp, hasId }: MergeTable): string {
  const keys = Object.keys(key);
  const columns = Object.keys(values);
  const counted = Object.entries(values).filter(([, [, merge]]) => merge !== "latest");
  const quiet = Object.entries(values).filter(([, [, merge]]) => merge === "latest");
  const all = [...(hasId ? ["id"] : []), "athleteId", ...keys, ...columns].map(quote).join(", ");
  const incoming = [...Object.entries(key), ...Object.entries(values).map(([name, [type]]) => [name, type])];

  return `
    WITH merged AS MATERIALIZED (
      SELECT ${hasId ? `COALESCE(old."id", gen_random_uuid()) AS "id",` : ""} $1::uuid AS "athleteId",
        ${keys.map((name) => `i.${quote(name)}`).join(", ")},
        ${Object.entries(values)
          .map(([name, [, merge]]) => `${mergeExpression(name, merge)} AS ${quote(name)}`)
          .join(", ")},
        old."localDate" AS "previousLocalDate",
        old."athleteId" IS NULL AS "isNew",
        ${differs(counted)} AS "isChanged",
        ${quiet.length === 0 ? "false" : differs(quiet)} AS "isTouched"
      FROM json_to_recordset($2::json) AS i(${incoming.map(([name = "", type]) => `${quote(name)} ${type}`).join(", ")})
      LEFT JOIN ${quote(table)} old ON old."athleteId" = $1
        AND ${keys.map((name) => `old.${quote(name)} = i.${quote(name)}`).join(" AND ")}
    ), written AS (
      INSERT INTO ${quote(table)} (${all})
      SELECT ${all} FROM merged WHERE "isNew" OR "isChanged" OR "isTouched"
      ON CONFLICT (${["athleteId", ...keys].map(quote).join(", ")}) DO UPDATE
      SET ${columns.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(", ")}
        ${stamp === null ? "" : `, ${quote(stamp)} = CURRENT_TIMESTAMP`}
    )
    SELECT ${hasId ? '"id"' : 'NULL::uuid AS "id"'}, "localDate"::text, "previousLocalDate"::text, "isNew",
      "isNew" OR "isChanged" AS "isChanged"
    FROM merged WHERE "isNew" OR "isChanged" OR "isTouched"`;
}

function differs(columns: readonly (readonly [string, MergeColumn])[]): string {
  const stored = columns.map(([name]) => `old.${quote(name)}`).join(", ");
  const merged = columns.map(([name, [, merge]]) => mergeExpression(name, merge)).join(", ");
  return `old."athleteId" IS NOT NULL AND ROW(${stored}) IS DISTINCT FROM ROW(${merged})`;
}

function mergeExpression(name: string, merge: Merge): string {
  const [came, stored] = [`i.${quote(name)}`, `old.${quote(name)}`];
  switch (merge) {
    case "replace":
      return came;
    case "keep_measured":
      return `COALESCE(${came}, ${stored})`;
    case "keep_filled":
      return `CASE WHEN cardinality(${came}) > 0 THEN ${came} ELSE COALESCE(${stored}, ${came}) END`;
    case "latest":
      return `GREATEST(${came}, ${stored})`;
  }
}

const quote = (name: string): string => `"${name}"`;
