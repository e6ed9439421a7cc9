-- AlterTable
ALTER TABLE "CoachLink" ADD COLUMN "groups" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "CoachInvitation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "fromUserId" UUID NOT NULL,
    "fromRole" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "scopes" TEXT[],
    "sharedUntil" TIMESTAMPTZ(3),
    "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "signedUpAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "CoachInvitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "CoachInvitation_codeHash_key" ON "CoachInvitation"("codeHash");

-- CreateIndex
CREATE INDEX "CoachInvitation_fromUserId_idx" ON "CoachInvitation"("fromUserId");

-- CreateIndex
CREATE INDEX "AccessLog_onDate_idx" ON "AccessLog"("onDate");

-- AddForeignKey
ALTER TABLE "CoachInvitation" ADD CONSTRAINT "CoachInvitation_fromUserId_fkey" FOREIGN KEY ("fromUserId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
