-- What the nights and the runs say: load, readiness, and how the athlete feels.

ALTER TABLE "AthleteSetting" ADD COLUMN "thresholdSpeedMetersPerSecond" DOUBLE PRECISION;

ALTER TABLE "DailyMetric"
  ADD COLUMN "excluded" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "readinessFlag" TEXT NOT NULL DEFAULT 'no_data',
  ADD COLUMN "readinessConfidence" TEXT NOT NULL DEFAULT 'none',
  ADD COLUMN "readinessSignals" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "readinessReasons" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "trainingLoad" DOUBLE PRECISION,
  ADD COLUMN "workoutCount" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "unknownLoadCount" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "loadDayCount" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "fitness" DOUBLE PRECISION,
  ADD COLUMN "fatigue" DOUBLE PRECISION,
  ADD COLUMN "form" DOUBLE PRECISION,
  ADD COLUMN "load7Day" DOUBLE PRECISION,
  ADD COLUMN "load7DayUsualLow" DOUBLE PRECISION,
  ADD COLUMN "load7DayUsualHigh" DOUBLE PRECISION,
  ADD COLUMN "monotony" DOUBLE PRECISION,
  ADD COLUMN "strain" DOUBLE PRECISION,
  ADD COLUMN "easySeconds" DOUBLE PRECISION,
  ADD COLUMN "moderateSeconds" DOUBLE PRECISION,
  ADD COLUMN "hardSeconds" DOUBLE PRECISION;

CREATE TABLE "WorkoutMetric" (
  "athleteId" UUID NOT NULL,
  "workoutId" UUID NOT NULL,
  "localDate" DATE NOT NULL,
  "algorithmVersion" INTEGER NOT NULL,
  "trainingLoad" DOUBLE PRECISION,
  "loadMethod" TEXT NOT NULL,
  "maxHeartRateBpm" DOUBLE PRECISION,
  "restingHeartRateBpm" DOUBLE PRECISION,
  "gradedSpeedMetersPerSecond" DOUBLE PRECISION,
  "efficiencyMetersPerBeat" DOUBLE PRECISION,
  "decouplingPercent" DOUBLE PRECISION,
  "comparability" TEXT NOT NULL,
  "computedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "WorkoutMetric_pkey" PRIMARY KEY ("athleteId", "workoutId")
);
CREATE INDEX "WorkoutMetric_athleteId_localDate_idx" ON "WorkoutMetric"("athleteId", "localDate");
CREATE INDEX "WorkoutMetric_workoutId_idx" ON "WorkoutMetric"("workoutId");
ALTER TABLE "WorkoutMetric" ADD CONSTRAINT "WorkoutMetric_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "WorkoutMetric" ADD CONSTRAINT "WorkoutMetric_workoutId_fkey" FOREIGN KEY ("workoutId") REFERENCES "Workout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "CurveSummary" (
  "recordingId" UUID NOT NULL,
  "summaryVersion" INTEGER NOT NULL,
  "curveKey" TEXT NOT NULL,
  "heartRateSeconds" BYTEA,
  "gradedSpeedMetersPerSecond" DOUBLE PRECISION,
  "decouplingPercent" DOUBLE PRECISION,

  CONSTRAINT "CurveSummary_pkey" PRIMARY KEY ("recordingId")
);
ALTER TABLE "CurveSummary" ADD CONSTRAINT "CurveSummary_recordingId_fkey" FOREIGN KEY ("recordingId") REFERENCES "Recording"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "CheckIn" (
  "athleteId" UUID NOT NULL,
  "localDate" DATE NOT NULL,
  "feelScore" INTEGER,
  "sorenessScore" INTEGER,
  "sleepQualityScore" INTEGER,
  "isSick" BOOLEAN NOT NULL DEFAULT false,
  "isTravelling" BOOLEAN NOT NULL DEFAULT false,
  "hadAlcohol" BOOLEAN NOT NULL DEFAULT false,
  "note" TEXT,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "CheckIn_pkey" PRIMARY KEY ("athleteId", "localDate")
);
ALTER TABLE "CheckIn" ADD CONSTRAINT "CheckIn_athleteId_fkey" FOREIGN KEY ("athleteId") REFERENCES "Athlete"("id") ON DELETE CASCADE ON UPDATE CASCADE;
