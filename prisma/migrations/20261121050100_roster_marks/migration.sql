-- AlterTable
ALTER TABLE "CoachLink" ADD COLUMN     "seenAt" TIMESTAMPTZ(3),
ADD COLUMN     "seenNote" TEXT,
ADD COLUMN     "seenReasons" TEXT[] DEFAULT ARRAY[]::TEXT[];
