-- What the syncs of all processes share: budgets per provider, what was used of them, the
-- last result of everything that runs by itself, and records that were set aside.

CREATE TABLE "ProviderBudget" (
  "provider" TEXT NOT NULL,
  "period" TEXT NOT NULL,
  "callsLeft" DOUBLE PRECISION NOT NULL,
  "refilledAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "ProviderBudget_pkey" PRIMARY KEY ("provider", "period")
);

CREATE TABLE "ProviderUsage" (
  "provider" TEXT NOT NULL,
  "onDate" DATE NOT NULL,
  "outcome" TEXT NOT NULL,
  "callCount" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "ProviderUsage_pkey" PRIMARY KEY ("provider", "onDate", "outcome")
);

CREATE TABLE "OperationRecord" (
  "name" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "result" JSONB NOT NULL DEFAULT '{}',
  CONSTRAINT "OperationRecord_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "SetAsideRecord" (
  "connectionId" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "externalId" TEXT NOT NULL,
  "rawPayloadId" UUID,
  "issues" TEXT NOT NULL,
  "setAsideAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "SetAsideRecord_pkey" PRIMARY KEY ("connectionId", "kind", "externalId")
);

ALTER TABLE "SetAsideRecord" ADD CONSTRAINT "SetAsideRecord_connectionId_fkey"
  FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DROP INDEX "Connection_nextSyncAt_idx";
CREATE INDEX "Connection_provider_nextSyncAt_id_idx" ON "Connection"("provider", "nextSyncAt", "id");
CREATE INDEX "Connection_provider_connectedAt_id_idx" ON "Connection"("provider", "connectedAt", "id");
CREATE INDEX "SyncRun_state_finishedAt_idx" ON "SyncRun"("state", "finishedAt");
