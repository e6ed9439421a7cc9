-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "roles" TEXT[],
    "timeZone" TEXT NOT NULL,
    "units" TEXT NOT NULL DEFAULT 'metric',
    "theme" TEXT NOT NULL DEFAULT 'system',
    "tokenVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OneTimeLink" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "userId" UUID,
    "email" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OneTimeLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LoginLimit" (
    "key" TEXT NOT NULL,
    "failureCount" INTEGER NOT NULL DEFAULT 0,
    "lastFailedAt" TIMESTAMPTZ(3) NOT NULL,
    "blockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "LoginLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Athlete" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "sex" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Athlete_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AthleteSetting" (
    "athleteId" UUID NOT NULL,
    "validFrom" DATE NOT NULL,
    "maxHeartRateBpm" INTEGER,
    "restingHeartRateBpm" INTEGER,
    "thresholdHeartRateBpm" INTEGER,
    "sleepNeedSeconds" INTEGER,

    CONSTRAINT "AthleteSetting_pkey" PRIMARY KEY ("athleteId","validFrom")
);

-- CreateTable
CREATE TABLE "CoachLink" (
    "coachUserId" UUID NOT NULL,
    "athleteId" UUID NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "pausedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CoachLink_pkey" PRIMARY KEY ("coachUserId","athleteId")
);

-- CreateTable
CREATE TABLE "AccessLog" (
    "athleteId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "onDate" DATE NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "lastAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccessLog_pkey" PRIMARY KEY ("athleteId","userId","kind","onDate")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3),

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "externalUserId" TEXT,
    "username" TEXT,
    "syncEnabled" BOOLEAN NOT NULL DEFAULT true,
    "connectedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disconnectedAt" TIMESTAMPTZ(3),
    "slotMinute" INTEGER NOT NULL,
    "nextSyncAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leaseId" UUID,
    "leasedUntil" TIMESTAMPTZ(3),
    "waitUntil" TIMESTAMPTZ(3),
    "backfillTargetDate" DATE,
    "backfillReachedDate" DATE,
    "backfillPausedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConnectionAccess" (
    "connectionId" UUID NOT NULL,
    "way" TEXT NOT NULL,
    "rank" INTEGER NOT NULL DEFAULT 1,
    "sealedSecret" TEXT,
    "secretExpiresAt" TIMESTAMPTZ(3),
    "sealedAccessToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshLeaseId" UUID,
    "refreshLeasedUntil" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'ready',
    "cause" TEXT,
    "stateSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConnectionAccess_pkey" PRIMARY KEY ("connectionId","way")
);

-- CreateTable
CREATE TABLE "ConnectionMetric" (
    "connectionId" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "cursorDate" DATE,
    "lastSucceededAt" TIMESTAMPTZ(3),
    "lastArrivedAt" TIMESTAMPTZ(3),
    "lastArrivedLocalDate" DATE,
    "failedSince" TIMESTAMPTZ(3),
    "cause" TEXT,

    CONSTRAINT "ConnectionMetric_pkey" PRIMARY KEY ("connectionId","metric")
);

-- CreateTable
CREATE TABLE "SyncRun" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "connectionId" UUID,
    "kind" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "fromDate" DATE NOT NULL,
    "toDate" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "doneCount" INTEGER NOT NULL DEFAULT 0,
    "totalCount" INTEGER NOT NULL DEFAULT 0,
    "createdCount" INTEGER NOT NULL DEFAULT 0,
    "updatedCount" INTEGER NOT NULL DEFAULT 0,
    "daysCount" INTEGER NOT NULL DEFAULT 0,
    "callCount" INTEGER NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "causeCode" TEXT,
    "causeMessage" TEXT,
    "rawPayloadId" UUID,
    "inngestRunId" TEXT,
    "waitUntil" TIMESTAMPTZ(3),
    "queuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SyncRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SyncCoverage" (
    "connectionId" UUID NOT NULL,
    "localDate" DATE NOT NULL,
    "metric" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SyncCoverage_pkey" PRIMARY KEY ("connectionId","localDate","metric")
);

-- CreateTable
CREATE TABLE "RawPayload" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RawPayload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RawPayloadSync" (
    "rawPayloadId" UUID NOT NULL,
    "syncRunId" UUID NOT NULL,

    CONSTRAINT "RawPayloadSync_pkey" PRIMARY KEY ("rawPayloadId","syncRunId")
);

-- CreateTable
CREATE TABLE "Recording" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "workoutId" UUID,
    "sport" TEXT NOT NULL,
    "sportDetail" TEXT NOT NULL,
    "name" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "utcOffsetSeconds" INTEGER,
    "localDate" DATE NOT NULL,
    "elapsedSeconds" DOUBLE PRECISION NOT NULL,
    "timerSeconds" DOUBLE PRECISION,
    "movingSeconds" DOUBLE PRECISION,
    "distanceMeters" DOUBLE PRECISION,
    "elevationGainMeters" DOUBLE PRECISION,
    "elevationLossMeters" DOUBLE PRECISION,
    "averageHeartRateBpm" DOUBLE PRECISION,
    "maxHeartRateBpm" DOUBLE PRECISION,
    "heartRateZoneSeconds" DOUBLE PRECISION[],
    "heartRateZoneLowerBpm" INTEGER[],
    "averagePowerWatts" DOUBLE PRECISION,
    "maxPowerWatts" DOUBLE PRECISION,
    "normalizedPowerWatts" DOUBLE PRECISION,
    "averageCadenceStepsPerMinute" DOUBLE PRECISION,
    "rpe" DOUBLE PRECISION,
    "feelPercent" INTEGER,
    "aerobicTrainingEffect" DOUBLE PRECISION,
    "anaerobicTrainingEffect" DOUBLE PRECISION,
    "activeEnergyKilocalories" DOUBLE PRECISION,
    "restingEnergyKilocalories" DOUBLE PRECISION,
    "totalEnergyKilocalories" DOUBLE PRECISION,
    "sweatLossMilliliters" DOUBLE PRECISION,
    "fluidIntakeMilliliters" DOUBLE PRECISION,
    "fluidBalanceMilliliters" DOUBLE PRECISION,
    "deviceId" TEXT,
    "manufacturer" TEXT,
    "isManual" BOOLEAN NOT NULL DEFAULT false,
    "isMultisportParent" BOOLEAN NOT NULL DEFAULT false,
    "parentExternalId" TEXT,
    "detailReadAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Recording_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lap" (
    "recordingId" UUID NOT NULL,
    "lapIndex" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "elapsedSeconds" DOUBLE PRECISION NOT NULL,
    "movingSeconds" DOUBLE PRECISION,
    "distanceMeters" DOUBLE PRECISION,
    "averageHeartRateBpm" DOUBLE PRECISION,
    "maxHeartRateBpm" DOUBLE PRECISION,
    "averagePowerWatts" DOUBLE PRECISION,
    "averageCadenceStepsPerMinute" DOUBLE PRECISION,
    "elevationGainMeters" DOUBLE PRECISION,

    CONSTRAINT "Lap_pkey" PRIMARY KEY ("recordingId","lapIndex")
);

-- CreateTable
CREATE TABLE "Curve" (
    "recordingId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "sampleCount" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "Curve_pkey" PRIMARY KEY ("recordingId","kind")
);

-- CreateTable
CREATE TABLE "Workout" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "primaryRecordingId" UUID,
    "filledFrom" JSONB NOT NULL DEFAULT '{}',
    "sport" TEXT NOT NULL,
    "sportDetail" TEXT NOT NULL,
    "name" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "utcOffsetSeconds" INTEGER,
    "localDate" DATE NOT NULL,
    "elapsedSeconds" DOUBLE PRECISION NOT NULL,
    "timerSeconds" DOUBLE PRECISION,
    "movingSeconds" DOUBLE PRECISION,
    "distanceMeters" DOUBLE PRECISION,
    "elevationGainMeters" DOUBLE PRECISION,
    "elevationLossMeters" DOUBLE PRECISION,
    "averageHeartRateBpm" DOUBLE PRECISION,
    "maxHeartRateBpm" DOUBLE PRECISION,
    "heartRateZoneSeconds" DOUBLE PRECISION[],
    "heartRateZoneLowerBpm" INTEGER[],
    "averagePowerWatts" DOUBLE PRECISION,
    "maxPowerWatts" DOUBLE PRECISION,
    "normalizedPowerWatts" DOUBLE PRECISION,
    "averageCadenceStepsPerMinute" DOUBLE PRECISION,
    "rpe" DOUBLE PRECISION,
    "feelPercent" INTEGER,
    "aerobicTrainingEffect" DOUBLE PRECISION,
    "anaerobicTrainingEffect" DOUBLE PRECISION,
    "activeEnergyKilocalories" DOUBLE PRECISION,
    "restingEnergyKilocalories" DOUBLE PRECISION,
    "totalEnergyKilocalories" DOUBLE PRECISION,
    "sweatLossMilliliters" DOUBLE PRECISION,
    "fluidIntakeMilliliters" DOUBLE PRECISION,
    "fluidBalanceMilliliters" DOUBLE PRECISION,
    "channel" TEXT NOT NULL,
    "isMultisportParent" BOOLEAN NOT NULL DEFAULT false,
    "athleteRpe" DOUBLE PRECISION,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Workout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SleepSession" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "localDate" DATE NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3) NOT NULL,
    "utcOffsetSeconds" INTEGER,
    "kind" TEXT NOT NULL DEFAULT 'main',
    "sleepSeconds" INTEGER,
    "inBedSeconds" INTEGER,
    "confirmation" TEXT,

    CONSTRAINT "SleepSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HealthSnapshot" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "athleteId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "externalId" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "utcOffsetSeconds" INTEGER,
    "localDate" DATE NOT NULL,
    "hrvRmssdMs" DOUBLE PRECISION,
    "hrvSdrrMs" DOUBLE PRECISION,
    "averageHeartRateBpm" DOUBLE PRECISION,

    CONSTRAINT "HealthSnapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecoverySource" (
    "athleteId" UUID NOT NULL,
    "localDate" DATE NOT NULL,
    "channel" TEXT NOT NULL,
    "sleepSeconds" INTEGER,
    "inBedSeconds" INTEGER,
    "sleepStartedAt" TIMESTAMPTZ(3),
    "sleepEndedAt" TIMESTAMPTZ(3),
    "sleepUtcOffsetSeconds" INTEGER,
    "hrvRmssdMs" DOUBLE PRECISION,
    "overnightAverageHeartRateBpm" DOUBLE PRECISION,
    "restingHeartRateBpm" DOUBLE PRECISION,
    "activeEnergyKilocalories" DOUBLE PRECISION,
    "restingEnergyKilocalories" DOUBLE PRECISION,
    "totalEnergyKilocalories" DOUBLE PRECISION,
    "garminHrvStatus" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RecoverySource_pkey" PRIMARY KEY ("athleteId","localDate","channel")
);

-- CreateTable
CREATE TABLE "RecoveryDay" (
    "athleteId" UUID NOT NULL,
    "localDate" DATE NOT NULL,
    "sleepSeconds" INTEGER,
    "inBedSeconds" INTEGER,
    "sleepStartedAt" TIMESTAMPTZ(3),
    "sleepEndedAt" TIMESTAMPTZ(3),
    "sleepUtcOffsetSeconds" INTEGER,
    "hrvRmssdMs" DOUBLE PRECISION,
    "overnightAverageHeartRateBpm" DOUBLE PRECISION,
    "restingHeartRateBpm" DOUBLE PRECISION,
    "activeEnergyKilocalories" DOUBLE PRECISION,
    "restingEnergyKilocalories" DOUBLE PRECISION,
    "totalEnergyKilocalories" DOUBLE PRECISION,
    "garminHrvStatus" TEXT,
    "channels" JSONB NOT NULL DEFAULT '{}',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RecoveryDay_pkey" PRIMARY KEY ("athleteId","localDate")
);

-- CreateTable
CREATE TABLE "DailyMetric" (
    "athleteId" UUID NOT NULL,
    "localDate" DATE NOT NULL,
    "algorithmVersion" INTEGER NOT NULL,
    "hrvRmssd7DayMs" DOUBLE PRECISION,
    "hrvNightCount7Day" INTEGER NOT NULL,
    "hrvBaselineNightCount" INTEGER NOT NULL,
    "hrvUsualLowMs" DOUBLE PRECISION,
    "hrvUsualHighMs" DOUBLE PRECISION,
    "hrvBaselineMeanLnMs" DOUBLE PRECISION,
    "hrvBaselineSdLnMs" DOUBLE PRECISION,
    "hrvNightZ" DOUBLE PRECISION,
    "hrvCv7DayPercent" DOUBLE PRECISION,
    "hrvStatus" TEXT,
    "hrvDaysBelow" INTEGER NOT NULL DEFAULT 0,
    "restingHeartRateUsualBpm" DOUBLE PRECISION,
    "restingHeartRateUsualLowBpm" DOUBLE PRECISION,
    "restingHeartRateUsualHighBpm" DOUBLE PRECISION,
    "restingHeartRateBaselineCount" INTEGER NOT NULL DEFAULT 0,
    "overnightHeartRateUsualBpm" DOUBLE PRECISION,
    "overnightHeartRateUsualLowBpm" DOUBLE PRECISION,
    "overnightHeartRateUsualHighBpm" DOUBLE PRECISION,
    "overnightHeartRateBaselineCount" INTEGER NOT NULL DEFAULT 0,
    "sleep7DaySeconds" DOUBLE PRECISION,
    "sleepNightCount7Day" INTEGER NOT NULL DEFAULT 0,
    "sleepNeedSeconds" INTEGER,
    "computedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DailyMetric_pkey" PRIMARY KEY ("athleteId","localDate")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ApiToken_userId_idx" ON "ApiToken"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "OneTimeLink_tokenHash_key" ON "OneTimeLink"("tokenHash");

-- CreateIndex
CREATE INDEX "OneTimeLink_userId_idx" ON "OneTimeLink"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Athlete_userId_key" ON "Athlete"("userId");

-- CreateIndex
CREATE INDEX "CoachLink_athleteId_idx" ON "CoachLink"("athleteId");

-- CreateIndex
CREATE INDEX "AccessLog_userId_idx" ON "AccessLog"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_userId_kind_subject_key" ON "Notice"("userId", "kind", "subject");

-- CreateIndex
CREATE INDEX "Connection_nextSyncAt_idx" ON "Connection"("nextSyncAt");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_athleteId_provider_key" ON "Connection"("athleteId", "provider");

-- CreateIndex
CREATE INDEX "SyncRun_athleteId_queuedAt_idx" ON "SyncRun"("athleteId", "queuedAt");

-- CreateIndex
CREATE INDEX "SyncRun_connectionId_state_idx" ON "SyncRun"("connectionId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "RawPayload_athleteId_channel_kind_externalId_sha256_key" ON "RawPayload"("athleteId", "channel", "kind", "externalId", "sha256");

-- CreateIndex
CREATE INDEX "RawPayloadSync_syncRunId_idx" ON "RawPayloadSync"("syncRunId");

-- CreateIndex
CREATE INDEX "Recording_athleteId_startedAt_idx" ON "Recording"("athleteId", "startedAt");

-- CreateIndex
CREATE INDEX "Recording_workoutId_idx" ON "Recording"("workoutId");

-- CreateIndex
CREATE UNIQUE INDEX "Recording_athleteId_channel_externalId_key" ON "Recording"("athleteId", "channel", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Workout_primaryRecordingId_key" ON "Workout"("primaryRecordingId");

-- CreateIndex
CREATE INDEX "Workout_athleteId_startedAt_id_idx" ON "Workout"("athleteId", "startedAt", "id");

-- CreateIndex
CREATE INDEX "Workout_athleteId_localDate_idx" ON "Workout"("athleteId", "localDate");

-- CreateIndex
CREATE UNIQUE INDEX "SleepSession_athleteId_channel_localDate_startedAt_key" ON "SleepSession"("athleteId", "channel", "localDate", "startedAt");

-- CreateIndex
CREATE INDEX "HealthSnapshot_athleteId_localDate_idx" ON "HealthSnapshot"("athleteId", "localDate");

-- CreateIndex
CREATE UNIQUE INDEX "HealthSnapshot_athleteId_channel_startedAt_key" ON "HealthSnapshot"("athleteId", "channel", "startedAt");

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OneTimeLink" ADD CONSTRAINT "OneTimeLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Athlete" ADD CONSTRAINT "Athlete_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AthleteSetting" ADD CONSTRAINT "AthleteSetting_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoachLink" ADD CONSTRAINT "CoachLink_coachUserId_fkey" FOREIGN KEY ("coachUserId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoachLink" ADD CONSTRAINT "CoachLink_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessLog" ADD CONSTRAINT "AccessLog_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessLog" ADD CONSTRAINT "AccessLog_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionAccess" ADD CONSTRAINT "ConnectionAccess_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionMetric" ADD CONSTRAINT "ConnectionMetric_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SyncRun" ADD CONSTRAINT "SyncRun_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SyncRun" ADD CONSTRAINT "SyncRun_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SyncCoverage" ADD CONSTRAINT "SyncCoverage_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RawPayload" ADD CONSTRAINT "RawPayload_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RawPayloadSync" ADD CONSTRAINT "RawPayloadSync_rawPayloadId_fkey" FOREIGN KEY ("rawPayloadId") REFERENCES "RawPayload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RawPayloadSync" ADD CONSTRAINT "RawPayloadSync_syncRunId_fkey" FOREIGN KEY ("syncRunId") REFERENCES "SyncRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Recording" ADD CONSTRAINT "Recording_workoutId_fkey" FOREIGN KEY ("workoutId") REFERENCES "Workout"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lap" ADD CONSTRAINT "Lap_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Curve" ADD CONSTRAINT "Curve_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Workout" ADD CONSTRAINT "Workout_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SleepSession" ADD CONSTRAINT "SleepSession_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HealthSnapshot" ADD CONSTRAINT "HealthSnapshot_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoverySource" ADD CONSTRAINT "RecoverySource_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryDay" ADD CONSTRAINT "RecoveryDay_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DailyMetric" ADD CONSTRAINT "DailyMetric_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;

