-- CreateTable
CREATE TABLE "Import" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'uploading',
    "changedFromDate" DATE,
    "changedDates" DATE[] NOT NULL DEFAULT ARRAY[]::DATE[],
    "executorId" TEXT,
    "leasedUntil" TIMESTAMPTZ(3),
    "causeMessage" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportFile" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "importId" UUID NOT NULL,
    "athleteId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "fileName" TEXT NOT NULL,
    "byteCount" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "message" TEXT,
    "warnings" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "doneCount" INTEGER NOT NULL DEFAULT 0,
    "totalCount" INTEGER NOT NULL DEFAULT 1,
    "newCount" INTEGER NOT NULL DEFAULT 0,
    "updatedCount" INTEGER NOT NULL DEFAULT 0,
    "sameCount" INTEGER NOT NULL DEFAULT 0,
    "matchedCount" INTEGER NOT NULL DEFAULT 0,
    "changedDayCount" INTEGER NOT NULL DEFAULT 0,
    "sameDayCount" INTEGER NOT NULL DEFAULT 0,
    "refusedCount" INTEGER NOT NULL DEFAULT 0,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ImportFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportChunk" (
    "importFileId" UUID NOT NULL,
    "chunkIndex" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "ImportChunk_pkey" PRIMARY KEY ("importFileId","chunkIndex")
);

-- CreateTable
CREATE TABLE "ImportRow" (
    "id" BIGSERIAL NOT NULL,
    "athleteId" UUID NOT NULL,
    "importId" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "rowKey" TEXT NOT NULL,
    "localDate" DATE,
    "body" JSONB NOT NULL,

    CONSTRAINT "ImportRow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OriginalFile" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "byteCount" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OriginalFile_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Import_athleteId_createdAt_idx" ON "Import"("athleteId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ImportFile_importId_position_key" ON "ImportFile"("importId", "position");

-- CreateIndex
CREATE INDEX "ImportRow_importId_idx" ON "ImportRow"("importId");

-- CreateIndex
CREATE INDEX "ImportRow_athleteId_kind_rowKey_idx" ON "ImportRow"("athleteId", "kind", "rowKey");

-- CreateIndex
CREATE INDEX "ImportRow_athleteId_channel_localDate_idx" ON "ImportRow"("athleteId", "channel", "localDate");

-- CreateIndex
CREATE UNIQUE INDEX "OriginalFile_athleteId_sha256_key" ON "OriginalFile"("athleteId", "sha256");

-- AddForeignKey
ALTER TABLE "Import" ADD CONSTRAINT "Import_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_importId_fkey" FOREIGN KEY ("importId") REFERENCES "Import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportChunk" ADD CONSTRAINT "ImportChunk_importFileId_fkey" FOREIGN KEY ("importFileId") REFERENCES "ImportFile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportRow" ADD CONSTRAINT "ImportRow_importId_fkey" FOREIGN KEY ("importId") REFERENCES "Import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OriginalFile" ADD CONSTRAINT "OriginalFile_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;
