import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  findRawPayloadBody,
  insertRawPayloads,
  linkRawPayloads,
  type PackedPayload,
} from "@/lib/db/raw-payloads";
import type { RawBody } from "@/lib/providers/provider";
import type { Channel } from "@/lib/records/recording";

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/**
 * Keeps payloads as they came, each content once, and notes which sync brought them.
 * @returns one id for each payload, in the same order
 */
export async function keepRaw(
  athleteId: string,
  channel: Channel,
  raw: readonly RawBody[],
  syncRunId: string | null,
  tx?: Queryable,
): Promise<string[]> {
  return keepPacked(athleteId, channel, await packRaw(raw), syncRunId, tx);
}

/** The slow part of keepRaw, to be done before a transaction is opened. */
export function packRaw(raw: readonly RawBody[]): Promise<PackedPayload[]> {
  return Promise.all(
    raw.map(async ({ kind, externalId, body }) => {
      const text = Buffer.from(jsonText(kind, body));
      return {
        kind,
        externalId,
        sha256: createHash("sha256").update(text).digest("hex"),
        body: await deflate(text),
      };
    }),
  );
}

/** The part of keepRaw that writes. */
export async function keepPacked(
  athleteId: string,
  channel: Channel,
  payloads: readonly PackedPayload[],
  syncRunId: string | null,
  tx?: Queryable,
): Promise<string[]> {
  if (payloads.length === 0) return [];
  if (!tx) return inTransaction((own) => keepPacked(athleteId, channel, payloads, syncRunId, own));
  const ids = await insertRawPayloads(athleteId, channel, payloads, tx);
  if (syncRunId !== null) await linkRawPayloads(syncRunId, ids, tx);
  return ids;
}

/** A kept payload as it came, or `null` if the athlete has no such payload. */
export async function readRaw(
  athleteId: string,
  rawPayloadId: string,
  tx?: Queryable,
): Promise<{ body: unknown } | null> {
  const packed = await findRawPayloadBody(athleteId, rawPayloadId, tx);
  return packed === null ? null : { body: JSON.parse((await inflate(packed)).toString()) };
}

function jsonText(kind: string, body: unknown): string {
  const text = JSON.stringify(body);
  if (text === undefined) throw new RangeError(`The ${kind} payload has no body`);
  return text;
}
