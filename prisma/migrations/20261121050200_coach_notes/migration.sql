-- CreateTable
CREATE TABLE "CoachNote" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "authorUserId" UUID NOT NULL,
    "localDate" DATE NOT NULL,
    "text" TEXT NOT NULL,
    "isShared" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CoachNote_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CoachNote_athleteId_localDate_idx" ON "CoachNote"("athleteId", "localDate");

-- CreateIndex
CREATE INDEX "CoachNote_authorUserId_idx" ON "CoachNote"("authorUserId");

-- AddForeignKey
ALTER TABLE "CoachNote" ADD CONSTRAINT "CoachNote_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoachNote" ADD CONSTRAINT "CoachNote_authorUserId_fkey" FOREIGN KEY ("authorUserId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
