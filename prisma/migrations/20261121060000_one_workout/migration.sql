-- One workout where there are several recordings.

-- AlterTable
ALTER TABLE "Recording" ADD COLUMN "originId" TEXT,
ADD COLUMN "isStartTimeKnown" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN "athleteRpe" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "MatchReview" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "aChannel" TEXT NOT NULL,
    "aExternalId" TEXT NOT NULL,
    "bChannel" TEXT NOT NULL,
    "bExternalId" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "overlapShare" DOUBLE PRECISION NOT NULL,
    "verdict" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MatchReview_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourcePriority" (
    "athleteId" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "channel" TEXT NOT NULL,

    CONSTRAINT "SourcePriority_pkey" PRIMARY KEY ("athleteId","metric")
);

-- CreateIndex
CREATE INDEX "Recording_athleteId_originId_idx" ON "Recording"("athleteId", "originId");

-- CreateIndex
CREATE UNIQUE INDEX "MatchReview_athleteId_aChannel_aExternalId_bChannel_bExtern_key" ON "MatchReview"("athleteId", "aChannel", "aExternalId", "bChannel", "bExternalId");

-- AddForeignKey
ALTER TABLE "MatchReview" ADD CONSTRAINT "MatchReview_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourcePriority" ADD CONSTRAINT "SourcePriority_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;
