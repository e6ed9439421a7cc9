/** Payloads as they came, deflated. */
import { pool, type Queryable } from "@/lib/db/client";
import type { Channel } from "@/lib/records/recording";

export type PackedPayload = { kind: string; externalId: string; sha256: string; body: Buffer };

const INSERT_SQL = `
  INSERT INTO "RawPayload" ("athleteId", "channel", "kind", "externalId", "sha256", "body")
  SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::bytea[])
  ON CONFLICT ("athleteId", "channel", "kind", "externalId", "sha256") DO NOTHING`;

const IDS_SQL = `
  SELECT p."id" FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS i("kind", "externalId", "sha256", "position")
  JOIN "RawPayload" p ON p."athleteId" = $1 AND p."channel" = $2
    AND p."kind" = i."kind" AND p."externalId" = i."externalId" AND p."sha256" = i."sha256"
  ORDER BY i."position"`;

/** Keeps payloads that are not kept yet. Returns one id for each, in the same order. */
export async function insertRawPayloads(
  athleteId: string,
  channel: Channel,
  payloads: readonly PackedPayload[],
  tx: Queryable,
): Promise<string[]> {
  const keys = [
    payloads.map(({ kind }) => kind),
    payloads.map(({ externalId }) => externalId),
    payloads.map(({ sha256 }) => sha256),
  ];
  await tx.query(INSERT_SQL, [athleteId, channel, ...keys, payloads.map(({ body }) => body)]);
  const { rows } = await tx.query<{ id: string }>(IDS_SQL, [athleteId, channel, ...keys]);
  return rows.map(({ id }) => id);
}

/** Notes that a sync brought these payloads. */
export async function linkRawPayloads(
  syncRunId: string,
  rawPayloadIds: readonly string[],
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `INSERT INTO "RawPayloadSync" ("rawPayloadId", "syncRunId")
     SELECT DISTINCT unnest($2::uuid[]), $1::uuid ON CONFLICT DO NOTHING`,
    [syncRunId, rawPayloadIds],
  );
}

/** The deflated body of one payload, or `null` if the athlete has no such payload. */
export async function findRawPayloadBody(
  athleteId: string,
  rawPayloadId: string,
  tx: Queryable = pool(),
): Promise<Buffer | null> {
  const { rows } = await tx.query<{ body: Buffer }>(
    'SELECT "body" FROM "RawPayload" WHERE "athleteId" = $1 AND "id" = $2',
    [athleteId, rawPayloadId],
  );
  return rows[0]?.body ?? null;
}
