-- Sessions that rotate are renewed by their age, also when nobody syncs.
ALTER TABLE "ConnectionAccess" ADD COLUMN "renewedAt" TIMESTAMPTZ(3);

-- A log-in that is not done: a code is awaited, or an account that Garmin opened is to be confirmed.
CREATE TABLE "LoginChallenge" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "inputHash" TEXT,
    "sealedState" TEXT NOT NULL,
    "triesLeft" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LoginChallenge_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "LoginChallenge_athleteId_inputHash_key" ON "LoginChallenge"("athleteId", "inputHash");
CREATE INDEX "LoginChallenge_expiresAt_idx" ON "LoginChallenge"("expiresAt");

ALTER TABLE "LoginChallenge" ADD CONSTRAINT "LoginChallenge_athleteId_fkey"
  FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Keeps one account's log-ins apart in time, as Garmin asks. The key is a hash of the username.
CREATE TABLE "GarminLoginGuard" (
    "key" TEXT NOT NULL,
    "wrongCount" INTEGER NOT NULL DEFAULT 0,
    "blockedUntil" TIMESTAMPTZ(3),
    "cause" TEXT,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GarminLoginGuard_pkey" PRIMARY KEY ("key")
);

-- One account of a provider belongs to one athlete; this finds who has it.
CREATE INDEX "Connection_provider_externalUserId_idx" ON "Connection"("provider", "externalUserId");
