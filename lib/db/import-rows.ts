/** What each import said, record by record, and the taking back of it. */
import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import type { Channel } from "@/lib/records/recording";

export type ImportRecordKind = "recording" | "day" | "session" | "snapshot" | "original";

export type ImportRecord = {
  channel: Channel;
  kind: ImportRecordKind;
  rowKey: string;
  localDate: LocalDate | null;
  body: unknown;
};

export type StoredImportRecord = ImportRecord & { importId: string; deliveryId: string };

const OF_LIVE_IMPORT = `EXISTS (
  SELECT FROM "Import" o WHERE o."id" = r."importId" AND o."state" <> 'undone')`;

/** Notes what one delivery of an import said. */
export async function insertImportRows(
  athleteId: string,
  importId: string,
  records: readonly ImportRecord[],
  tx: Queryable,
): Promise<void> {
  if (records.length === 0) return;
  await tx.query(
    `INSERT INTO "ImportRow" ("athleteId", "importId", "deliveryId", "channel", "kind", "rowKey", "localDate", "body")
     SELECT $1, $2, d."id", i.* FROM (SELECT gen_random_uuid() AS "id") d, json_to_recordset($3::json)
       AS i("channel" text, "kind" text, "rowKey" text, "localDate" date, "body" jsonb)`,
    [athleteId, importId, JSON.stringify(records)],
  );
}

/** Keys of one kind that this import said something of. */
export async function listKeysOfImport(
  athleteId: string,
  importId: string,
  kind: ImportRecordKind,
  tx: Queryable,
): Promise<{ channel: Channel; rowKey: string }[]> {
  const { rows } = await tx.query<{ channel: Channel; rowKey: string }>(
    `SELECT DISTINCT "channel", "rowKey" FROM "ImportRow"
     WHERE "athleteId" = $1 AND "importId" = $2 AND "kind" = $3`,
    [athleteId, importId, kind],
  );
  return rows;
}

/** Dates of nights and days that this import said something of, with their channel. */
export async function listDatesOfImport(
  athleteId: string,
  importId: string,
  tx: Queryable,
): Promise<{ channel: Channel; localDate: LocalDate }[]> {
  const { rows } = await tx.query<{ channel: Channel; localDate: LocalDate }>(
    `SELECT DISTINCT "channel", "localDate"::text FROM "ImportRow"
     WHERE "athleteId" = $1 AND "importId" = $2 AND "kind" IN ('day', 'session', 'snapshot')`,
    [athleteId, importId],
  );
  return rows;
}

/** What imports that stand say of these keys, in the order it came. */
export async function listRecordsByKey(
  athleteId: string,
  { channel, kind, rowKeys }: { channel: Channel; kind: ImportRecordKind; rowKeys: readonly string[] },
  tx: Queryable,
): Promise<StoredImportRecord[]> {
  const { rows } = await tx.query<StoredImportRecord>(
    `SELECT "importId", "deliveryId", "channel", "kind", "rowKey", "localDate"::text, "body"
     FROM "ImportRow" r
     WHERE "athleteId" = $1 AND "kind" = $2 AND "rowKey" = ANY($3) AND "channel" = $4 AND ${OF_LIVE_IMPORT}
     ORDER BY "id"`,
    [athleteId, kind, rowKeys, channel],
  );
  return rows;
}

/** What imports that stand say of nights and days of these dates, in the order it came. */
export async function listRecordsByDate(
  athleteId: string,
  { channel, localDates }: { channel: Channel; localDates: readonly LocalDate[] },
  tx: Queryable,
): Promise<StoredImportRecord[]> {
  const { rows } = await tx.query<StoredImportRecord>(
    `SELECT "importId", "deliveryId", "channel", "kind", "rowKey", "localDate"::text, "body"
     FROM "ImportRow" r
     WHERE "athleteId" = $1 AND "channel" = $2 AND "localDate" = ANY($3::date[])
       AND "kind" IN ('day', 'session', 'snapshot') AND ${OF_LIVE_IMPORT}
     ORDER BY "id"`,
    [athleteId, channel, localDates],
  );
  return rows;
}

/** What an undone import said is of no use any more. */
export async function deleteRowsOfImport(athleteId: string, importId: string, tx: Queryable): Promise<void> {
  await tx.query('DELETE FROM "ImportRow" WHERE "athleteId" = $1 AND "importId" = $2', [athleteId, importId]);
}

/** Removes all that a channel says of nights and days of these dates. */
export async function deleteChannelDates(
  athleteId: string,
  channel: Channel,
  localDates: readonly LocalDate[],
  tx: Queryable,
): Promise<void> {
  for (const table of ["RecoverySource", "SleepSession", "HealthSnapshot"]) {
    await tx.query(
      `DELETE FROM "${table}" WHERE "athleteId" = $1 AND "channel" = $2 AND "localDate" = ANY($3::date[])`,
      [athleteId, channel, localDates],
    );
  }
}
