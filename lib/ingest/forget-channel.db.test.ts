import "@/lib/auth/testing/test-env";
import { expect, test } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { insertOriginalFile, noteRecordingFile } from "@/lib/db/original-files";
import { insertTestAthlete, queryRows } from "@/lib/db/testing/test-athlete";
import { forgetChannel } from "@/lib/ingest/forget-channel";
import { storeRecordings } from "@/lib/ingest/store-recordings";
import { testRecording } from "@/lib/ingest/testing/test-recording";
import type { Channel } from "@/lib/records/recording";

async function storeWithFile(athleteId: string, channel: Channel, day: string, sha256: string) {
  const recording = testRecording({
    channel,
    externalId: `${channel}-${day}`,
    startedAt: new Date(`${day}T06:00:00Z`),
    localDate: day,
  });
  await storeRecordings(athleteId, { recordings: [recording], raw: [], channel, syncRunId: null });
  const [row] = await queryRows<{ id: string }>(
    'SELECT "id" FROM "Recording" WHERE "athleteId" = $1 AND "externalId" = $2',
    [athleteId, recording.externalId],
  );
  await inTransaction(async (tx) => {
    await insertOriginalFile(athleteId, { sha256, format: "fit", byteCount: 1, body: Buffer.from("x") }, tx);
    const file = { sha256, message: null, now: new Date() };
    await noteRecordingFile(athleteId, String(row?.id), file, tx);
  });
}

test("tells the first day of a run without any night, and takes only the files that nothing else refers to", async () => {
  const { athleteId } = await insertTestAthlete();
  await storeWithFile(athleteId, "garmin", "2026-03-01", "a".repeat(64));
  await storeWithFile(athleteId, "garmin", "2026-03-05", "b".repeat(64));
  await storeWithFile(athleteId, "file", "2026-03-09", "b".repeat(64));
  expect(await inTransaction((tx) => forgetChannel(athleteId, "garmin", tx))).toBe("2026-03-01");
  const left = (table: string, column: string) =>
    queryRows(`SELECT "${column}" AS "left" FROM "${table}" WHERE "athleteId" = $1`, [athleteId]);
  expect(await left("Workout", "channel")).toEqual([{ left: "file" }]);
  expect(await left("OriginalFile", "sha256")).toEqual([{ left: "b".repeat(64) }]);
});
