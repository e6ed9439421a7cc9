-- Each failure of a sync: what, when, and until when it waited.

CREATE TABLE "SyncRunFailure" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "syncRunId" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "attempt" INTEGER NOT NULL,
  "metric" TEXT,
  "causeCode" TEXT NOT NULL,
  "retryAt" TIMESTAMPTZ(3),
  "rawPayloadId" UUID,
  CONSTRAINT "SyncRunFailure_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "SyncRunFailure" ADD CONSTRAINT "SyncRunFailure_syncRunId_fkey"
  FOREIGN KEY ("syncRunId") REFERENCES "SyncRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "SyncRunFailure_syncRunId_at_idx" ON "SyncRunFailure"("syncRunId", "at");
CREATE INDEX "SyncRunFailure_at_idx" ON "SyncRunFailure"("at");
